/** Against an SES that takes one call a second, a paced setup is never told to slow down. */
import { expect, test } from 'vitest';
import type { AwsCall } from '../../src/aws/clients.ts';
import { connect } from '../../src/aws/connect.ts';
import { furnish } from '../../src/sandbox/aws/sesv2/state.ts';
import { sesv2 } from '../../src/sandbox/aws/sesv2.ts';
import { sns } from '../../src/sandbox/aws/sns.ts';
import { sts } from '../../src/sandbox/aws/sts.ts';
import { virtualClock } from '../../src/sandbox/clock.ts';
import { insideNetwork } from '../../src/sandbox/inside.ts';
import { throttle } from '../../src/sandbox/throttle.ts';
import { requestHandler } from '../../src/sandbox/wire/faces.ts';
import { newWire } from '../../src/sandbox/wire/wire.ts';
import { apply } from '../../src/setup/apply.ts';
import { prepare } from '../../src/setup/prepare.ts';
import { asked } from '../../src/setup/want.ts';
import { morning, testWorld } from '../sandbox/worlds.ts';

test('every call goes through at the first attempt, and the run takes as long as SES needs', async () => {
  const clock = virtualClock(morning);
  const world = testWorld({ clock, traps: ['ses-throttle'] });
  furnish(world, 'empty');
  const wire = newWire(world, { handlers: { sesv2, sns, sts }, before: throttle });
  const calls: AwsCall[] = [];
  const settings = {
    region: 'us-east-1',
    sesGapMs: 1000,
    requestHandler: requestHandler(wire) as never,
    onCall: (call: AwsCall) => calls.push(call),
  };
  const aws = await connect(settings, clock);
  const wish = asked({});
  const tools = { aws, network: insideNetwork(world), clock, signal: new AbortController().signal };
  for await (const _ of apply(await prepare(wish, tools), tools));
  expect((await prepare(wish, tools)).changes.map(({ action }) => action)).toEqual(['none', 'none', 'none']);
  expect(Math.max(...calls.map(({ attempts }) => attempts))).toBe(1);
  expect(calls.filter(({ service }) => service === 'ses')).toHaveLength(6);
  expect(clock.now() - morning).toBe(5000);
});

/** Whatever call of a front's setup fails, loses its answer, is the last or meets expired credentials, running setup again ends in the same world as if nothing had happened. */

import * as ses from '@aws-sdk/client-sesv2';
import { afterAll, expect, test } from 'vitest';
import { isLong } from '../long.ts';
import { breakCalls, type How } from './break-calls.ts';
import { openStage, type Stage } from './stage.ts';

const domain = 'click.example.test';
const line = `setup --domain ${domain} --webhook https://hooks.example.com/ses --yes`;
const settled = line.replace(' --yes', ' --check');
const told: string[] = [];
afterAll(() => void process.stdout.write(`${told.join('\n')}\n`));

const quick = { stage: { quick: true }, sample: 2 };
const hows: How[] = ['before', 'after', 'kill', 'expire'];

// The short run breaks each in one way; the long one in all four, at every call.
test.each(isLong ? hows : ['kill' as const])('a first setup of a domain, broken so: %s', { timeout: 3_600_000 }, async how => {
  told.push(await breakCalls({ name: 'first setup of a domain', before: async () => {}, line, settled, says: /Nothing to do/, ...quick }, how));
});

/** A front whose function, origin, record and options somebody has changed. */
async function drifted(stage: Stage): Promise<void> {
  await stage.run(line);
  const { distributions } = await import('../../src/observe/distribution.ts');
  const [found] = await distributions({ aws: { cloudfront: async () => stage.cloud.edges } } as never);
  await stage.cloud.update(found?.id ?? '', config => ({
    ...config,
    IsIPV6Enabled: false,
    DefaultCacheBehavior: { ...config.DefaultCacheBehavior, ViewerProtocolPolicy: 'https-only', FunctionAssociations: { Quantity: 0 } } as never,
  }));
  await stage.ses.send(
    new ses.PutConfigurationSetTrackingOptionsCommand({ ConfigurationSetName: 'ses-track', CustomRedirectDomain: domain, HttpsPolicy: 'OPTIONAL' }),
  );
  await stage.cloud.wait(5_000);
}

test.skipIf(!isLong).each(hows)('a mending setup of a front, broken so: %s', { timeout: 3_600_000 }, async how => {
  told.push(await breakCalls({ name: 'mending of a front', before: drifted, line, settled, says: /Nothing to do/, ...quick }, how));
});

test('two setups of a domain at once make one of everything', async () => {
  const made = async (stage: Stage) => JSON.parse(JSON.stringify(await stage.world()));
  const still = await openStage({ quick: true });
  await still.run(line);
  const stage = await openStage({ quick: true });
  const ends = await Promise.all([stage.run(line), stage.run(line)]);
  expect(ends.map(({ code, err }) => [code, err.slice(-200)])).toEqual([0, 0].map(code => [code, expect.any(String)]));
  expect(await made(stage)).toEqual(await made(still));
});

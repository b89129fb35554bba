/** Wants against haves become a plan: what to do, what is refused, what is dangerous, and one fingerprint. */
import { expect, test } from 'vitest';
import { paint } from '../../src/cli/paint.ts';
import { guard } from '../../src/setup/guard.ts';
import { makePlan } from '../../src/setup/plan.ts';
import type { Have } from '../../src/setup/resource.ts';
import { checkUnmoved, readSaved, saved } from '../../src/setup/saved.ts';
import { asked, wants } from '../../src/setup/want.ts';
import { planText } from '../../src/views/plan.ts';

const place = { account: '123456789012', partition: 'aws', region: 'us-east-1' };
const arn = 'arn:aws:sns:us-east-1:123456789012:ses-track-events';
const queue = 'arn:aws:sqs:us-east-1:123456789012:ses-track-dead-letters';
const wanted = wants(asked({ configurationSets: [{ events: ['send', 'click'], sns: { webhooks: ['https://a.example/'] } }] }), place);
const options = { deployment: 'default', place };

/** A world in which everything is as wanted, then changed by the test. */
function asWanted(change: (haves: Map<string, Have>) => void = () => {}): Map<string, Have> {
  const haves = new Map(
    wanted.map(({ id, kind, fields }): [string, Have] => [
      id,
      {
        fields: structuredClone({
          ...fields,
          ...('topic' in fields ? { topic: arn } : {}),
          ...('deadLetter' in fields ? { deadLetter: queue } : {}),
        }),
        outputs: kind === 'topic' ? { arn } : kind === 'queue' ? { arn: queue } : {},
        ...('tags' in fields ? { owner: 'default' } : {}),
      },
    ]),
  );
  change(haves);
  return haves;
}

const edit =
  (id: string, fields: Have['fields'], more: Partial<Have> = {}) =>
  (haves: Map<string, Have>) => {
    const have = haves.get(id);
    if (have === undefined) throw new Error(id);
    haves.set(id, { ...have, ...more, fields: { ...have.fields, ...fields } });
  };
const actions = (plan: { changes: { id: string; action: string }[] }) => plan.changes.map(({ action }) => action).join(' ');
const destination = 'event-destination/ses-track/ses-track';

test('in an empty account everything is created, and what is not known yet is said so', async () => {
  const plan = await makePlan(wanted, new Map(), options);
  expect(actions(plan)).toBe('create create create create create');
  expect(planText(plan, paint(false))).toContain('topic    (arn of topic/ses-track-events, known once it is made)');
});

test('where everything is as wanted there is nothing to do', async () => {
  const plan = await makePlan(wanted, asWanted(), options);
  expect(actions(plan)).toBe('none none none none none');
  expect(planText(plan, paint(false))).toContain('Nothing to do');
});

test('one field that drifted is shown have → want, and nothing else is touched', async () => {
  const plan = await makePlan(wanted, asWanted(edit(destination, { events: ['send'] })), options);
  expect(plan.changes.filter(({ action }) => action !== 'none').map(({ id, fields }) => [id, fields])).toEqual([
    [destination, [{ path: 'events', have: ['send'], want: ['click', 'send'] }]],
  ]);
  expect(planText(plan, paint(false))).toContain('events  send → click, send');
});

test('what ses-track did not make is refused without --adopt, its children too', async () => {
  const untagged = asWanted(haves => {
    edit('configuration-set/ses-track', { tags: {} }, { owner: null })(haves);
    haves.delete(destination);
  });
  const plan = await makePlan(wanted, untagged, options);
  expect(plan.refusals).toEqual(['configuration set ses-track was not made by ses-track']);
  expect(() => guard(plan, { force: true })).toThrow('configuration set ses-track was not made by ses-track');
  expect((await makePlan(wanted, untagged, { ...options, adopt: true })).refusals).toEqual([]);
});

test('what belongs to another deployment is named with it', async () => {
  const theirs = asWanted(edit('topic/ses-track-events', { tags: { 'ses-track': 'blue' } }, { owner: 'blue' }));
  expect((await makePlan(wanted, theirs, options)).refusals).toEqual(['topic ses-track-events belongs to the ses-track deployment "blue"']);
});

test('a replacement is a hazard that needs --force', async () => {
  const plan = await makePlan(wanted, asWanted(edit(destination, { target: 'firehose' })), options);
  expect(actions(plan)).toContain('replace');
  expect(plan.hazards).toEqual([
    'event destination ses-track of ses-track is deleted and made anew, because its target is "firehose" and should be "sns"; what happens in between is lost',
  ]);
  expect(() => guard(plan, { force: false })).toThrow('deleted and made anew');
  expect(() => guard(plan, { force: true })).not.toThrow();
});

test('a webhook that has not confirmed counts as there', async () => {
  const plan = await makePlan(wanted, asWanted(edit('subscription/ses-track-events/https://a.example/', {}, { pending: 'waits' })), options);
  expect(actions(plan)).toBe('none none none none none');
});

test('other publishers in our statement stay', async () => {
  const other = 'arn:aws:ses:us-east-1:123456789012:configuration-set/other';
  const policy = JSON.stringify({
    Statement: {
      ...{ Sid: 'SesTrackPublish', Effect: 'Allow', Principal: { Service: 'ses.amazonaws.com' }, Action: 'sns:Publish', Resource: arn },
      Condition: { StringEquals: { 'AWS:SourceAccount': '123456789012', 'AWS:SourceArn': other } },
    },
  });
  const plan = await makePlan(wanted, asWanted(edit('topic/ses-track-events', { policy: null }, { outputs: { arn, policy } })), options);
  expect(plan.changes.find(({ kind }) => kind === 'topic')?.want.fields).toMatchObject({
    policy: { publishers: [other, 'arn:aws:ses:us-east-1:123456789012:configuration-set/ses-track'] },
  });
});

test('the fingerprint changes with the world and with the wish, and not with a confirmation', async () => {
  const print = async (haves: Map<string, Have>, wish = wanted) => (await makePlan(wish, haves, options)).fingerprint;
  const base = await print(asWanted());
  expect(await print(asWanted())).toBe(base);
  expect(await print(asWanted(edit('subscription/ses-track-events/https://a.example/', {}, { pending: 'waits' })))).toBe(base);
  expect(await print(asWanted(edit(destination, { enabled: false })))).not.toBe(base);
  expect(await print(asWanted(), wanted.slice(0, -1))).not.toBe(base);
});

test('a saved plan comes back, and is refused once the world has moved', async () => {
  const plan = await makePlan(wanted, new Map(), options);
  const back = readSaved(saved(plan, { deployment: 'default' }, { allowHttp: false, adopt: true }), 'plan.json');
  expect(back).toMatchObject({ settings: { deployment: 'default' }, region: 'us-east-1', adopt: true, allowHttp: false });
  expect(() => checkUnmoved(back, plan)).not.toThrow();
  const moved = await makePlan(wanted, asWanted(), options);
  expect(() => checkUnmoved(back, moved)).toThrow('is not as it was when this plan was made');
});

test.each(['', '{}', '[]', 'null', '{"sesTrackPlan":1}'])('%j is no saved plan', text => {
  expect(() => readSaved(text, 'x.json')).toThrow(/x\.json is not a plan of ses-track/);
});

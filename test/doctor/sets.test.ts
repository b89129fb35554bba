/** What the doctor makes of configuration sets and their event destinations as SES tells them: one table a check, what is well in it too. */
import { expect, test } from 'vitest';
import type { Settings } from '../../src/config/schema.ts';
import type { Check } from '../../src/doctor/check.ts';
import { destination } from '../../src/doctor/checks/destination.ts';
import { destinationEnabled } from '../../src/doctor/checks/destination-enabled.ts';
import { destinationEvents } from '../../src/doctor/checks/destination-events.ts';
import { destinationKind } from '../../src/doctor/checks/destination-kind.ts';
import { destinationTarget } from '../../src/doctor/checks/destination-target.ts';
import { destinationTwice } from '../../src/doctor/checks/destination-twice.ts';
import { httpsPolicy } from '../../src/doctor/checks/https-policy.ts';
import { set } from '../../src/doctor/checks/set.ts';
import { setSending } from '../../src/doctor/checks/set-sending.ts';
import { setVdm } from '../../src/doctor/checks/set-vdm.ts';
import { trackingDomain } from '../../src/doctor/checks/tracking-domain.ts';
import { unaskedTracking } from '../../src/doctor/checks/unasked-tracking.ts';
import { unnamedDomain } from '../../src/doctor/checks/unnamed-domain.ts';
import { Trouble } from '../../src/errors.ts';
import {
  type ConfigurationSet,
  configurationSet,
  configurationSetNames,
  type EventDestination,
  eventDestinations,
} from '../../src/observe/configuration-set.ts';
import { allEvents } from '../../src/setup/want.ts';
import { outcomes, told, toldOnce, type Written } from './facts.ts';

type Wish = NonNullable<Settings['configurationSets']>[number];
const topicArn = 'arn:aws:sns:us-east-1:123456789012:ses-track-events';
const ours: EventDestination = { name: 'ses-track', isEnabled: true, events: [...allEvents], target: 'sns', topicArn };

/** A set as it is, with its destinations, where this is wished of it. */
function world(found: Partial<ConfigurationSet> | 'absent', wish: Wish = {}, destinations: EventDestination[] | 'absent' = [ours]): Written {
  const facts = [
    [configurationSet, (name: string) => (found === 'absent' ? 'absent' : { name, sending: true, ...found })],
    [eventDestinations, () => destinations],
    [configurationSetNames, () => []],
  ] as const;
  return { settings: { configurationSets: [wish] }, facts };
}

const gone = 'skipped: there is no configuration set ses-track';

test('set: one that is not there is told beside those that are', async () => {
  const among = (names: () => string[]) => ({ facts: [[configurationSet, () => 'absent'] as const, [configurationSetNames, names] as const] });
  const means = async (names: () => string[]) => (await outcomes(set, among(names)))[0]?.means?.split('that mail is sent from. ')[1];
  expect(await toldOnce(set, world({}))).toBe('ok: configuration set ses-track is in us-east-1');
  expect(
    await told(
      set,
      among(() => []),
    ),
  ).toEqual(['problem sends: there is no configuration set ses-track in us-east-1 → setup']);
  expect(
    (
      await outcomes(
        set,
        among(() => []),
      )
    )[0]?.subject,
  ).toBe('ses-track');
  expect(await means(() => [])).toBe('There is none in us-east-1.');
  expect(await means(() => ['a', 'b', 'c', 'd', 'e'])).toBe('In us-east-1 there is a, b, c, d, e.');
  expect(await means(() => ['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('In us-east-1 there is a, b, c, d, e and 2 more.');
  const [denied] = await outcomes(
    set,
    among(() => {
      throw new Trouble('aws.denied', 'these credentials may not ses:ListConfigurationSets', '');
    }),
  );
  expect(denied?.means).toMatch(/mail is sent from\.$/);
});

const paused = 'problem sends: configuration set ses-track is paused';
test.each<[Partial<ConfigurationSet> | 'absent', Wish, string]>([
  [{}, {}, 'ok: configuration set ses-track sends'],
  [{}, { sending: false }, 'ok: configuration set ses-track sends'],
  [{ sending: false }, { sending: false }, 'ok: configuration set ses-track is paused, as wished'],
  [{ sending: false }, {}, `${paused} → aws sesv2 put-configuration-set-sending-options --configuration-set-name ses-track --sending-enabled`],
  [{ sending: false }, { sending: true }, `${paused} → setup`],
  ['absent', {}, gone],
])('set-sending %j where %j is wished', async (found, wish, said) => {
  expect(await toldOnce(setSending, world(found, wish))).toBe(said);
});

const vdmOn = 'configuration set ses-track has engagement tracking of the Virtual Deliverability Manager on';
const vdmOff =
  '→ aws sesv2 put-configuration-set-vdm-options --configuration-set-name ses-track --vdm-options DashboardOptions={EngagementMetrics=DISABLED}';
const fine = 'ok: ses-track tracks engagement only as wished';
test.each<[Partial<ConfigurationSet>, Wish, string]>([
  [{}, { events: ['send'] }, fine],
  [{ engagement: false }, { events: ['send'] }, fine],
  [{ engagement: true }, {}, fine],
  [{ engagement: true }, { events: ['send'], vdm: { engagement: true } }, fine],
  [{ engagement: true }, { events: ['send'] }, `problem clicks: ${vdmOn} ${vdmOff}`],
  [{ engagement: true }, { events: ['open'] }, `problem clicks: ${vdmOn} ${vdmOff}`],
  [{ engagement: true }, { events: ['click'] }, `problem clicks: ${vdmOn} ${vdmOff}`],
  [{ engagement: true }, { events: ['send'], vdm: { engagement: false } }, `problem clicks: ${vdmOn} → setup`],
  [{ engagement: true }, { vdm: { engagement: false } }, `problem advice: ${vdmOn} → setup`],
])('set-vdm %j where %j is wished', async (found, wish, said) => {
  expect(await toldOnce(setVdm, world(found, wish))).toBe(said);
});

const tracking = (httpsPolicy: 'require' | 'require-open-only' | 'optional' = 'require') => ({
  settings: { tracking: { domain: 'click.example.test', httpsPolicy } },
});

test.each<[Partial<ConfigurationSet> | 'absent', string]>([
  [{ trackingDomain: 'Click.Example.test' }, 'ok: links of ses-track lead through click.example.test'],
  [{}, 'problem events: configuration set ses-track has no tracking domain → setup'],
  [{ trackingDomain: 'old.example.test' }, 'problem events: links of ses-track lead through old.example.test, not click.example.test → setup'],
  ['absent', gone],
])('tracking-domain of a set %j', async (found, said) => {
  expect(await toldOnce(trackingDomain, { ...world(found), ...tracking() })).toBe(said);
});

test.each<[string | undefined, 'require' | 'require-open-only' | 'optional', string, RegExp | undefined]>([
  ['REQUIRE', 'require', 'ok: the https policy of ses-track is require', undefined],
  ['REQUIRE_OPEN_ONLY', 'require-open-only', 'ok: the https policy of ses-track is require-open-only', undefined],
  [undefined, 'optional', 'ok: the https policy of ses-track is optional', undefined],
  [undefined, 'require', 'problem events: the https policy of ses-track is optional, not require → setup', /^Pixels are http,/],
  [
    'REQUIRE_OPEN_ONLY',
    'require',
    'problem advice: the https policy of ses-track is require-open-only, not require → setup',
    /^Pixels are https, and/,
  ],
  ['REQUIRE', 'optional', 'problem advice: the https policy of ses-track is require, not optional → setup', /^Links and pixels are all https/],
])('https-policy %s where %s is wished', async (found, wish, said, means) => {
  const written = { ...world(found === undefined ? {} : { httpsPolicy: found }), ...tracking(wish) };
  expect(await toldOnce(httpsPolicy, written)).toBe(said);
  if (means !== undefined) expect((await outcomes(httpsPolicy, written))[0]?.means).toMatch(means);
});

test('tracking-domain, https-policy and unnamed-domain: who names no domain is told what domain links lead through', async () => {
  for (const check of [trackingDomain, httpsPolicy]) expect(await told(check, world({}))).toEqual(['skipped: no tracking domain is wished']);
  expect(await toldOnce(unnamedDomain, { ...world({ trackingDomain: 'a.test' }), ...tracking() })).toBe('skipped: click.example.test is named');
  expect(await toldOnce(unnamedDomain, world({}))).toBe('ok: ses-track has no tracking domain');
  expect(await toldOnce(unnamedDomain, world({ trackingDomain: 'a.test' }))).toBe(
    'unknown: links of ses-track lead through a.test ? doctor --domain a.test',
  );
  expect((await outcomes(unnamedDomain, world({ trackingDomain: 'a.test' })))[0]?.means).toMatch(/^Neither flags nor the config file name it/);
});

const at = (destinations: EventDestination[] | 'absent', wish: Wish = {}) => world({}, wish, destinations);
const called = 'event destination ses-track of ses-track';
const publishing: Wish = { sns: { topic: 'ses-track-events' } };
const bus: Wish = { eventBridge: true };
const busName = 'event destination ses-track-eventbridge of ses-track';
const theBus: EventDestination = {
  ...{ name: 'ses-track-eventbridge', isEnabled: true, events: [...allEvents], target: 'eventbridge' },
  bus: 'arn:aws:events:us-east-1:123456789012:event-bus/default',
};

test('destination: what nothing is published to is said by what is lost', async () => {
  expect(await toldOnce(destination, at([ours]))).toBe(`ok: there is ${called}`);
  const [topic] = await outcomes(destination, at([]));
  expect([topic?.harm, topic?.saw, topic?.mend, topic?.means]).toEqual([
    ...['events', `there is no ${called}`, 'setup'],
    'SES publishes nothing of this mail to the topic, and does not rewrite it unless another destination lists opens or clicks.',
  ]);
  expect((await outcomes(destination, at([ours], bus))).map(({ means }) => means)).toContain('SES publishes nothing of this mail to eventbridge.');
  expect(await told(destination, at('absent'))).toEqual([gone]);
});

test('destination-enabled, destination-kind: a destination that is not there is not theirs to tell', async () => {
  for (const check of [destinationEnabled, destinationKind, destinationEvents, destinationTarget])
    expect(await told(check, at([]))).toEqual([`skipped: there is no ${called}`]);
  expect(await told(destinationEnabled, at([ours]))).toEqual([`ok: ${called} is switched on`]);
  expect(await told(destinationEnabled, at([{ ...ours, isEnabled: false }]))).toEqual([`problem events: ${called} is switched off → setup`]);
  expect(await told(destinationKind, at([ours]))).toEqual([`ok: ${called} publishes to sns`]);
  expect(await told(destinationKind, at([{ ...ours, target: 'firehose' }]))).toEqual([
    `problem events: ${called} publishes to firehose, not to sns → setup`,
  ]);
});

test.each<[string[], string, string]>([
  [[], `ok: ${called} lists 10 of 10 event types`, ''],
  [['bounce', 'send'], `problem events: ${called} does not list bounce, send → setup`, 'SES publishes none of these.'],
  [
    ['open'],
    `problem events: ${called} does not list open → setup`,
    'SES publishes none of these, and unless another destination lists open it does not put in the pixel either.',
  ],
  [
    ['bounce', 'click', 'open'],
    `problem events: ${called} does not list bounce, click, open → setup`,
    'SES publishes none of these, and unless another destination lists click and open it does not rewrite links either.',
  ],
])('destination-events without %j', async (without, said, means) => {
  const written = at([{ ...ours, events: allEvents.filter(type => !without.includes(type)) }]);
  expect(await toldOnce(destinationEvents, written)).toBe(said);
  if (means !== '') expect((await outcomes(destinationEvents, written))[0]?.means).toBe(means);
});

const stream = 'arn:aws:firehose:us-east-1:123456789012:deliverystream/events';
const role = 'arn:aws:iam::123456789012:role/ses';
const firehose: EventDestination = { name: 'ses-track-firehose', isEnabled: true, events: [...allEvents], target: 'firehose', stream, role };
const dimension = { name: 'campaign', source: 'message-tag' as const, default: 'none' };
const cloudWatch: EventDestination = {
  ...{ name: 'ses-track-cloudwatch', isEnabled: true, events: [...allEvents], target: 'cloudwatch', dimensions: [dimension] },
};
const lake: Wish = { firehose: { stream, role } };
const metrics: Wish = { cloudWatch: { dimensions: [dimension] } };

test.each<[string, Wish, EventDestination, string]>([
  ['the topic', publishing, ours, `ok: ${called} publishes where it should`],
  [
    'another topic',
    publishing,
    { ...ours, topicArn: `${topicArn}-old` },
    `problem events: ${called} has another topic than wished: ${topicArn}-old, not ${topicArn} → setup`,
  ],
  ['no topic', publishing, { name: 'ses-track', isEnabled: true, events: [], target: 'sns' }, `${called} has another topic than wished: null, not`],
  ['another kind', publishing, { ...ours, target: 'unknown' }, `skipped: ${called} is of another kind`],
  ['the stream', lake, firehose, 'ok: event destination ses-track-firehose of ses-track publishes where it should'],
  ['another stream', lake, { ...firehose, stream: 's' }, `has another stream than wished: s, not ${stream}`],
  ['another role', lake, { ...firehose, role: 'r' }, `has another role than wished: r, not ${role}`],
  ['the bus', bus, theBus, `ok: ${busName} publishes where it should`],
  ['another bus', bus, { ...theBus, bus: 'b' }, `${busName} has another bus than wished: b, not arn`],
  ['the dimensions', metrics, cloudWatch, 'ok: event destination ses-track-cloudwatch of ses-track publishes where it should'],
  ['no dimension', metrics, { ...cloudWatch, dimensions: [] }, `has another dimensions than wished: [], not ${JSON.stringify([dimension])}`],
])('destination-target is %s', async (_, wish, found, said) => {
  const all = await told(destinationTarget, at([found], wish));
  expect(all.join('\n')).toContain(said);
});

const shows = '? aws sesv2 get-configuration-set-event-destinations --configuration-set-name ses-track';
const second: EventDestination = { name: 'second', isEnabled: true, events: ['bounce', 'send'], target: 'sns', topicArn };
const once = 'ok: each event of ses-track reaches topic ses-track-events once';
const twice = (name: string) =>
  `problem advice: event destination ${name} of ses-track publishes to topic ses-track-events, too → aws sesv2 delete-configuration-set-event-destination --configuration-set-name ses-track --event-destination-name ${name}`;
test.each<[string, EventDestination[], string]>([
  ['ours alone', [ours], once],
  ['a second one', [ours, second], twice('second')],
  ['a second one that is switched off', [ours, { ...second, isEnabled: false }], once],
  ['a second one for another topic', [ours, { ...second, topicArn: `${topicArn}-old` }], once],
  ['a second one for what ours does not list', [{ ...ours, events: ['open'] }, second], once],
  [
    'a second one for the rest, and a third for the same',
    [{ ...ours, events: ['open'] }, second, { ...second, name: 'third', events: ['open'] }],
    twice('third'),
  ],
  ['a second one, and ours is switched off', [{ ...ours, isEnabled: false }, second], once],
  ['nobody else, and ours is not there', [second], once],
])('destination-twice: %s', async (_, destinations, said) => {
  expect(await toldOnce(destinationTwice, at(destinations))).toBe(said);
});

test('destination-twice says which events come twice', async () => {
  expect(
    (
      await outcomes(
        destinationTwice,
        at([
          { ...ours, events: ['send', 'open'] },
          { ...second, events: ['bounce', 'complaint', 'open', 'send'] },
        ]),
      )
    )[0]?.means,
  ).toBe(
    'Every open, send event comes twice, as two messages that no id tells are one. It alone lists bounce, complaint, so do not simply delete it.',
  );
  expect(await toldOnce(destinationTwice, at([{ ...ours, events: ['send'] }, second]))).toBe(
    `problem advice: event destination second of ses-track publishes to topic ses-track-events, too ${shows}`,
  );
  expect((await outcomes(destinationTwice, at([ours, second])))[0]?.means).toMatch(/^Every bounce, send event .* are one\.$/);
  expect(await told(destinationTwice, world({}, {}, 'absent'))).toEqual([once]);
});

const theirs: EventDestination = { name: 'theirs', isEnabled: true, events: ['click', 'open'], target: 'eventbridge' };
const untracked: Wish = { events: ['send'] };
const none = 'ok: no destination of ses-track lists opens or clicks unasked';
test.each<[string, EventDestination[] | 'absent', Wish, string]>([
  ['nothing', [{ ...ours, events: ['send', 'bounce'] }], untracked, none],
  ['what is wished', [ours, theirs], {}, none],
  ['not there', 'absent', untracked, none],
  ['switched off', [{ ...theirs, isEnabled: false }], untracked, none],
  ['ours', [{ ...ours, events: ['click', 'send'] }], untracked, `problem clicks: ${called} lists click, which is not wished → setup`],
  [
    'theirs',
    [ours, theirs].slice(1),
    untracked,
    `problem clicks: event destination theirs of ses-track lists click and open, which is not wished ${shows}`,
  ],
  ['half of it', [theirs], { events: ['open'] }, `problem clicks: event destination theirs of ses-track lists click, which is not wished ${shows}`],
])('unasked-tracking: %s', async (_, destinations, wish, said) => {
  expect(await toldOnce(unaskedTracking, world({}, wish, destinations))).toBe(said);
});

test('unasked-tracking says what is done to the mail', async () => {
  const means = async (events: string[], check: Check = unaskedTracking) =>
    (await outcomes(check, world({}, untracked, [{ ...theirs, events }])))[0]?.means;
  expect([await means(['click', 'open']), await means(['open'])]).toEqual([
    'That alone has SES rewrite the links of everything sent with ses-track.',
    'That alone has SES put a pixel into the mail of everything sent with ses-track.',
  ]);
});

/** What an SES record becomes: all types, all three shapes, and everything that is none. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Road, readRecord, type Told } from '../../src/events/parse.ts';
import { runs } from '../long.ts';
import { mail, messageId, payloads, recordOf } from './records.ts';
import { wildText } from './wild-text.ts';

const road: Road = { source: 'sns', publication: 'p1', receivedAt: '2026-11-24T12:00:00.000Z', privacy: 'full' };

function told(text: string, change: Partial<Road> = {}): Told {
  const read = readRecord(text, { ...road, ...change });
  if (!('event' in read)) throw new Error(JSON.stringify(read));
  return read;
}

test.each(Object.keys(payloads))('%s is read with its payload and its mail', type => {
  const { event, mail: facts } = told(recordOf(type));
  expect(event).toMatchObject({ type, messageId, source: 'sns', configurationSet: 'ses-track', receivedAt: road.receivedAt });
  expect(event.detail).toEqual(Object.values(payloads[type] ?? {})[0]);
  expect(event.tags).toEqual(mail.tags);
  expect(facts).toEqual({
    messageId,
    sentAt: '2026-11-24T08:00:00.000Z',
    subject: 'Hello',
    source: 'News <news@example.test>',
    recipients: ['Reader@example.org'],
  });
});

test("an open and a click carry their own time, never the mail's", () => {
  expect(told(recordOf('Open')).event.at).toBe('2026-11-24T08:05:00.123Z');
  expect(told(recordOf('Click')).event.at).toBe('2026-11-24T08:06:00.456Z');
  expect(told(recordOf('Send')).event.at).toBe('2026-11-24T08:00:00.000Z');
  expect(told(recordOf('Rendering Failure')).event.at).toBe('2026-11-24T08:00:00.000Z');
});

test('an open without a time is set aside rather than dated by its mail', () => {
  expect(readRecord(recordOf('Open', { timestamp: undefined }), road)).toMatchObject({ unreadable: 'no time of the Open' });
});

test('isBotEvent that is absent is unknown, and its reader is not called a person', () => {
  const { event } = told(recordOf('Open', { isBotEvent: undefined }));
  expect([event.bot, event.reader]).toEqual(['unknown', 'unknown']);
  expect(told(recordOf('Open')).event).toMatchObject({ bot: 'unlikely', reader: 'person' });
  expect(told(recordOf('Click', { isBotEvent: 'Likely' })).event).toMatchObject({ bot: 'likely', reader: 'bot' });
});

test("an identity's notification (notificationType) is read like the event of the same type, and a bounce is the same happening in both", () => {
  const asEvent = recordOf('Bounce');
  const { eventType, ...rest } = JSON.parse(asEvent);
  const { tags: _, ...legacyMail } = mail;
  // The two systems need not agree on the millisecond.
  rest.bounce.timestamp = '2026-11-24T08:00:02.001Z';
  const legacy = told(JSON.stringify({ ...rest, notificationType: eventType, mail: { ...legacyMail, sourceIp: '192.0.2.1' } }));
  expect(legacy.event).toMatchObject({ type: 'Bounce', tags: {}, recipients: ['Reader@example.org'] });
  expect('configurationSet' in legacy.event).toBe(false);
  expect(legacy.event.id).toBe(told(asEvent, { publication: 'another' }).event.id);
});

test('EventBridge puts the same record under detail, and its id is the publication', () => {
  const record = JSON.parse(recordOf('Click'));
  const { publication: _, ...bare } = road;
  const bridge = (id: string) => {
    const read = readRecord(JSON.stringify({ id, source: 'aws.ses', 'detail-type': 'Email Clicked', detail: record }), bare);
    return 'event' in read ? read.event : expect.fail(JSON.stringify(read));
  };
  expect(bridge('e1')).toMatchObject({ type: 'Click', link: expect.stringContaining('shop.example.test') });
  expect(bridge('e1').id).toBe(bridge('e1').id);
  expect(bridge('e1').id).not.toBe(bridge('e2').id);
});

test('what AWS sends that is no event is known as such', () => {
  expect(readRecord('Successfully validated SNS topic for Amazon SES event publishing.', road)).toEqual({ nothing: "SES's test message" });
  expect(readRecord('{"notificationType":"AmazonSnsSubscriptionSucceeded","message":"…"}', road)).toEqual({ nothing: "SES's set-up notification" });
  expect(readRecord('{"source":"aws.ses","detail-type":"Sending Status Disabled","detail":{}}', road)).toEqual({
    nothing: 'EventBridge "Sending Status Disabled"',
  });
});

test('a type that AWS adds later is kept with whatever it tells, and so are fields nobody knows', () => {
  const record = { eventType: 'Forward', mail: { ...mail, novel: 1 }, forward: { timestamp: '2026-11-24T08:07:00Z', to: 'x' } };
  const { event, raw } = told(JSON.stringify(record));
  expect(event).toMatchObject({ type: 'Forward', at: '2026-11-24T08:07:00.000Z', detail: record.forward });
  expect(JSON.parse(raw)).toEqual(record);
  const timeless = { ...record, forward: { to: 'x' } };
  const bridged = { id: 'e', time: '2026-11-24T08:09:00Z', source: 'aws.ses', 'detail-type': 'Email Forwarded', detail: timeless };
  expect(told(JSON.stringify(bridged)).event.at).toBe('2026-11-24T08:09:00.000Z');
});

test.each([true, false, 'true', 'false'])('headersTruncated may be %j', headersTruncated => {
  expect(told(recordOf('Send', {}, { headersTruncated, headers: undefined })).event.type).toBe('Send');
});

test('a delay or failure without headers has no subject, and its mail is read all the same', () => {
  const { mail: facts } = told(recordOf('DeliveryDelay', {}, { headers: undefined, commonHeaders: undefined }));
  expect('subject' in facts).toBe(false);
  expect(facts.recipients).toEqual(['Reader@example.org']);
});

test('a bounce is about the recipients that bounced, not about all of the mail', () => {
  expect(told(recordOf('Bounce', {}, { destination: ['a@example.org', 'Reader@example.org'] })).event.recipients).toEqual(['Reader@example.org']);
});

test('the same record under the same publication has the same id; another publication or another link has another', () => {
  const id = (change: Record<string, unknown>, publication: string) => told(recordOf('Click', change), { publication }).event.id;
  expect(id({}, 'p1')).toBe(id({}, 'p1'));
  expect(id({}, 'p1')).not.toBe(id({}, 'p2'));
  expect(id({ link: 'https://a.test/1' }, 'p1')).not.toBe(id({ link: 'https://a.test/2' }, 'p1'));
  expect(id({}, 'p1')).toMatch(/^[0-9a-f]{32}$/);
});

test('names that JavaScript gives a meaning are names like others', () => {
  const record = JSON.parse(recordOf('Open'));
  record.mail.tags = JSON.parse('{"__proto__":["x"],"constructor":["y"]}');
  expect(Object.entries(told(JSON.stringify(record)).event.tags)).toEqual([
    ['__proto__', ['x']],
    ['constructor', ['y']],
  ]);
  expect(told(JSON.stringify({ ...record, eventType: 'constructor' })).event.type).toBe('constructor');
});

test.each(['full', 'standard', 'strict'] as const)('under %s, whatever comes is an event, nothing, or unreadable: never a throw', privacy => {
  const spoilt = fc
    .tuple(fc.constantFrom(...Object.keys(payloads)), fc.nat(3000), wildText(5))
    .map(([type, at, junk]) => recordOf(type).slice(0, at) + junk + recordOf(type).slice(at + junk.length));
  const shaped = fc.record(
    { eventType: fc.jsonValue(), notificationType: fc.jsonValue(), mail: fc.jsonValue(), detail: fc.jsonValue(), click: fc.jsonValue() },
    { requiredKeys: [] },
  );
  const partMail = fc.record({
    eventType: fc.constantFrom(...Object.keys(payloads)),
    mail: fc.dictionary(fc.constantFrom(...Object.keys(mail)), fc.jsonValue()),
  });
  const anything = fc.oneof(
    spoilt,
    fc.json(),
    wildText(),
    shaped.map(value => JSON.stringify(value)),
    partMail.map(value => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(anything, text => {
      const read = readRecord(text, { ...road, privacy });
      if ('event' in read) expect(read.event.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      else expect('nothing' in read || read.unreadable.length > 0).toBe(true);
    }),
    { numRuns: runs(150) },
  );
});

test('a NUL, which no text column can hold, becomes the replacement character wherever it stands', () => {
  const { event, raw } = told(recordOf('Open', { userAgent: 'a\0b' }));
  expect([event.userAgent, raw.includes('\\u0000')]).toEqual(['a\ufffdb', false]);
  expect(readRecord('junk\0', road)).toMatchObject({ raw: 'junk\ufffd' });
});

test('a record that nests a hundred thousand deep is set aside', () => {
  const deep = `{"eventType":"Open","mail":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  for (const privacy of ['full', 'strict'] as const)
    expect(readRecord(deep, { ...road, privacy })).toMatchObject({ unreadable: 'nested too deeply' });
});

/** What every event store promises; any keeper of the promise can be run through it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/events/event.ts';
import { eventId } from '../../src/events/identity.ts';
import { readRecord } from '../../src/events/parse.ts';
import type { Arrival, EventStore } from '../../src/store/event-store.ts';
import { mail, messageId, payloads, recordOf } from '../events/records.ts';
import { awkwardText } from '../events/wild-text.ts';
import { runs } from '../long.ts';

const topic = 'arn:aws:sns:us-east-1:123456789012:one';
const otherTopic = 'arn:aws:sns:us-east-1:123456789012:two';
const receivedAt = '2026-11-24T12:00:00.000Z';

interface Told {
  publication?: string;
  road?: string;
  change?: Record<string, unknown>;
  mailChange?: Record<string, unknown>;
}

export function arrival(type: string, { publication = type, road = topic, change = {}, mailChange = {} }: Told = {}): Arrival {
  const told = readRecord(recordOf(type, change, mailChange), { source: 'sns', publication, receivedAt, privacy: 'full' });
  return 'event' in told ? { ...told, road } : expect.fail(JSON.stringify(told));
}

/** @param open gives a fresh, empty store each time; `close` also removes what it left */
export function eventStoreSuite(name: string, open: () => Promise<EventStore>): void {
  const opened = async (work: (store: EventStore) => Promise<void>): Promise<void> => {
    const store = await open();
    try {
      await work(store);
    } finally {
      await store.close();
    }
  };
  const eventsIn = async (store: EventStore): Promise<Event[]> => (await store.find(messageId))[0]?.events ?? [];

  describe(`event store: ${name}`, () => {
    test('every type comes back as it went in, in order of its own time', () =>
      opened(async store => {
        const arrivals = Object.keys(payloads).map(type => arrival(type));
        expect(await store.add([...arrivals].reverse())).toEqual({ added: 10, duplicates: 0 });
        const [story, ...others] = await store.find(messageId);
        expect(others).toEqual([]);
        expect(story).toMatchObject({ messageId, subject: 'Hello', sentAt: mail.timestamp, recipients: ['Reader@example.org'] });
        const byId = new Map(arrivals.map(({ event }) => [event.id, event]));
        expect(new Map(story?.events.map(event => [event.id, event]))).toEqual(byId);
        expect(story?.events.map(({ at }) => at)).toEqual([...(story?.events ?? [])].map(({ at }) => at).sort());
      }));

    test('an event delivered again, now or in the same breath, is counted and not stored twice', () =>
      opened(async store => {
        expect(await store.add([arrival('Open'), arrival('Open')])).toEqual({ added: 1, duplicates: 1 });
        expect(await store.add([arrival('Open')])).toEqual({ added: 0, duplicates: 1 });
        expect(await eventsIn(store)).toHaveLength(1);
      }));

    test('two clicks in the same millisecond are two, on different links and on the same link', () =>
      opened(async store => {
        const clicks = ['https://a.test/1', 'https://a.test/2', 'https://a.test/2'].map((link, at) =>
          arrival('Click', { publication: `p${at}`, change: { link } }),
        );
        expect(await store.add(clicks)).toEqual({ added: 3, duplicates: 0 });
        expect((await eventsIn(store)).map(({ link }) => link).sort()).toEqual(['https://a.test/1', 'https://a.test/2', 'https://a.test/2']);
      }));

    test('a second open of the same message is kept', () =>
      opened(async store => {
        await store.add([arrival('Open'), arrival('Open', { publication: 'later', change: { timestamp: '2026-11-24T09:00:00.000Z' } })]);
        expect(await eventsIn(store)).toHaveLength(2);
      }));

    test('the same event published to two topics is one, and two in one millisecond stay two on each', () =>
      opened(async store => {
        const [a1, a2] = [arrival('Click', { publication: 'a1' }), arrival('Click', { publication: 'a2' })];
        const [b1, b2] = [arrival('Click', { publication: 'b1', road: otherTopic }), arrival('Click', { publication: 'b2', road: otherTopic })];
        expect(await store.add([a1, b1, a2, b2, b1, a1])).toEqual({ added: 2, duplicates: 4 });
        expect(await eventsIn(store)).toHaveLength(2);
      }));

    test.each(['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject', 'Rendering Failure', 'DeliveryDelay', 'Subscription'])(
      'a %s published twice to one topic, by two destinations or by an identity beside them, happened once',
      type =>
        opened(async store => {
          expect(await store.add([arrival(type), arrival(type, { publication: 'by another destination' })])).toEqual({ added: 1, duplicates: 1 });
        }),
    );

    test('a late Delivery after a Bounce overwrites nothing', () =>
      opened(async store => {
        await store.add([arrival('Bounce')]);
        await store.add([arrival('Delivery', { change: { timestamp: '2026-11-24T08:30:00.000Z' } })]);
        expect((await eventsIn(store)).map(({ type }) => type)).toEqual(['Bounce', 'Delivery']);
      }));

    test('a message is found by its id and by any recipient whatever the case, newest first, and no other is', () =>
      opened(async store => {
        const older = { messageId: 'older', timestamp: '2026-11-23T08:00:00.000Z', destination: ['READER@example.org', 'second@example.org'] };
        const stranger = { messageId: 'stranger', destination: ['someone@else.test'] };
        await store.add([arrival('Send', { mailChange: older }), arrival('Send'), arrival('Send', { mailChange: stranger })]);
        const ids = async (key: string, limit?: number) => (await store.find(key, limit)).map(story => story.messageId);
        expect(await ids('reader@EXAMPLE.org')).toEqual([messageId, 'older']);
        expect(await ids('reader@example.org', 1)).toEqual([messageId]);
        expect(await ids('second@example.org')).toEqual(['older']);
        expect(await ids('older')).toEqual(['older']);
        expect(await ids('nobody@example.org')).toEqual([]);
        expect(await ids('%')).toEqual([]);
        expect((await store.recent(2)).map(story => story.messageId)).toEqual(['stranger', messageId]);
      }));

    test('a recipient that only an event names is found too', () =>
      opened(async store => {
        await store.add([arrival('Send', { mailChange: { destination: ['list@example.org'] } })]);
        const bouncedRecipients = [{ emailAddress: 'Behind@example.org' }];
        await store.add([arrival('Bounce', { mailChange: { destination: ['list@example.org'] }, change: { bouncedRecipients } })]);
        expect(await store.find('behind@example.org')).toHaveLength(1);
      }));

    test('a subject that the first event did not know is learnt from a later one', () =>
      opened(async store => {
        await store.add([arrival('DeliveryDelay', { mailChange: { headers: undefined, commonHeaders: undefined } })]);
        await store.add([arrival('Delivery')]);
        expect((await store.find(messageId))[0]?.subject).toBe('Hello');
      }));

    test('what was set aside is kept and counted apart', () =>
      opened(async store => {
        await store.add([arrival('Send'), arrival('Open')]);
        await store.setAside([{ at: receivedAt, why: 'not JSON', raw: 'x' }]);
        expect(await store.counts()).toEqual({ events: 2, messages: 1, setAside: 1 });
      }));

    test('a thousand events added at once by a thousand callers are all there', () =>
      opened(async store => {
        const adds = Array.from({ length: 1000 }, (_, at) =>
          store.add([arrival('Open', { publication: `p${at}`, change: { ipAddress: `192.0.2.${at % 256}` } })]),
        );
        expect(await Promise.all(adds)).toEqual(adds.map(() => ({ added: 1, duplicates: 0 })));
        expect(await store.counts()).toEqual({ events: 1000, messages: 1, setAside: 0 });
      }));

    test('a close waits for what was added and not yet acknowledged', async () => {
      const store = await open();
      const adding = store.add([arrival('Send')]);
      await store.close();
      expect(await adding).toEqual({ added: 1, duplicates: 0 });
    });

    test('any event comes back as it went in', () =>
      opened(async store => {
        const tags = fc.dictionary(fc.string({ maxLength: 8 }), fc.array(fc.string({ maxLength: 8 }), { maxLength: 2 }), {
          maxKeys: 3,
          noNullPrototype: true,
        });
        const instant = fc.date({ min: new Date(0), max: new Date('2099-01-01'), noInvalidDate: true }).map(date => date.toISOString());
        const text = awkwardText();
        const detail = fc.dictionary(
          fc.oneof(fc.constantFrom('timestamp', 'link', 'linkTags', 'isBotEvent', 'recipients', 'userAgent'), text),
          fc.jsonValue({ maxDepth: 2 }),
          {
            maxKeys: 5,
            noNullPrototype: true,
          },
        );
        const events = fc.record(
          {
            source: fc.constantFrom('sns', 'sqs', 'import', 'fallback'),
            type: fc.constantFrom('Open', 'Click', 'Novel'),
            at: instant,
            recipients: fc.array(text, { maxLength: 2 }),
            configurationSet: text.filter(each => each !== ''),
            tags,
            link: text,
            linkTags: tags,
            userAgent: text,
            ip: text,
            bot: fc.constantFrom('likely', 'unlikely', 'unknown'),
            reader: fc.constantFrom('person', 'proxy', 'bot', 'unknown'),
            detail,
            receivedAt: instant,
          },
          { requiredKeys: ['source', 'type', 'at', 'recipients', 'tags', 'bot', 'reader', 'detail', 'receivedAt'], noNullPrototype: true },
        );
        let count = 0;
        await fc.assert(
          fc.asyncProperty(events, tags, async (wild, mailTags) => {
            count += 1;
            const id = `m${count}`;
            const own = JSON.parse(JSON.stringify({ ...wild, detail: { ...wild.detail, ...(count % 2 === 0 && { timestamp: wild.at }) } }));
            const event: Event = { ...own, messageId: id, id: eventId({ messageId: id, ...own }, 'p') };
            // A configuration set is what the tag says, where the tag is there.
            if (event.tags['ses:configuration-set'] !== undefined) return;
            const first = arrival('Send', { mailChange: { messageId: id, tags: mailTags } });
            await store.add([first, { event, mail: { ...first.mail, recipients: event.recipients }, raw: '{}', road: topic }]);
            const [story] = await store.find(id);
            expect(story?.events.find(each => each.id === event.id)).toEqual(event);
          }),
          { numRuns: runs(100) },
        );
      }));
  });
}

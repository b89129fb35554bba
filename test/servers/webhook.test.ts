/** What the receiver answers, stores and says, message by message; no port is opened. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { Trouble } from '../../src/errors.ts';
import type { Event } from '../../src/events/event.ts';
import { verifier } from '../../src/events/signature.ts';
import { openStore } from '../../src/outside/node/store.ts';
import type { Confirmed } from '../../src/servers/confirm.ts';
import type { Note } from '../../src/servers/note.ts';
import { type WebhookSettings, webhook } from '../../src/servers/webhook.ts';
import type { EventStore } from '../../src/store/event-store.ts';
import { messageId, payloads, recordOf } from '../events/records.ts';
import { handshake, makeSigner, notification, now, type Signer, topicArn } from '../events/sns-signer.ts';
import { wildText } from '../events/wild-text.ts';
import { runs } from '../long.ts';

let signer: Signer;
beforeAll(async () => {
  signer = await makeSigner();
});

interface Stage {
  store: EventStore;
  notes: Note[];
  kept: Event[];
  count(outcome: string): number;
  /** Signs and posts; gives the status. */
  post(message: Record<string, string>): Promise<number>;
  /** Posts as it is. */
  send(body: string, init?: RequestInit, path?: string): Promise<Response>;
}

async function stage(change: Partial<WebhookSettings> = {}): Promise<Stage> {
  const store = await openStore('/', 'sqlite::memory:');
  const notes: Note[] = [];
  const kept: Event[] = [];
  const { handler, counters } = webhook({
    path: '/',
    topics: new Set([topicArn]),
    verify: verifier({ web: async () => new Response(signer.pem), now: () => now }),
    store,
    privacy: 'standard',
    now: () => now,
    tell: note => notes.push(note),
    confirm: async (): Promise<Confirmed> => 'api',
    kept: event => kept.push(event),
    ...change,
  });
  const send: Stage['send'] = (body, init = {}, path = '/') =>
    handler(new Request(`http://x.test${path}`, { method: 'POST', headers: { 'content-type': 'text/plain; charset=UTF-8' }, body, ...init }));
  return {
    store,
    notes,
    kept,
    count: outcome => counters.get('ses_track_requests_total', outcome),
    send,
    post: async message => (await send(signer.body(message))).status,
  };
}

const typesIn = async (store: EventStore) => (await store.find(messageId))[0]?.events.map(({ type }) => type) ?? [];

test.each(Object.keys(payloads))('a signed %s in a text/plain body is stored and answered 200', async type => {
  const { store, post, kept } = await stage();
  expect(await post(notification(recordOf(type)))).toBe(200);
  expect(await typesIn(store)).toEqual([type]);
  expect(kept.map(event => event.type)).toEqual([type]);
});

test('the content type does not matter, for a delivery policy can change it', async () => {
  const { send, store } = await stage();
  const response = await send(signer.body(notification(recordOf('Open'))), { headers: { 'content-type': 'application/json' } });
  expect([response.status, await typesIn(store)]).toEqual([200, ['Open']]);
});

test('a message delivered again is answered 200, counted, and stored once', async () => {
  const { post, store, count, kept } = await stage();
  const message = notification(recordOf('Click'));
  expect([await post(message), await post(message), await post(message)]).toEqual([200, 200, 200]);
  expect(await typesIn(store)).toEqual(['Click']);
  expect([count('stored'), count('duplicate'), kept.length]).toEqual([1, 2, 1]);
});

test('two publications of one millisecond are two events', async () => {
  const { post, store } = await stage();
  await Promise.all([post(notification(recordOf('Click'))), post(notification(recordOf('Click')))]);
  expect(await typesIn(store)).toEqual(['Click', 'Click']);
});

test('nothing is acknowledged before the store has it', async () => {
  const { promise: durable, resolve } = Promise.withResolvers<{ added: number; duplicates: number }>();
  const { post } = await stage({ store: { add: () => durable, setAside: async () => undefined } });
  let status: number | undefined;
  const posted = post(notification(recordOf('Open'))).then(answer => {
    status = answer;
  });
  await new Promise(next => setTimeout(next, 30));
  expect(status).toBeUndefined();
  resolve({ added: 1, duplicates: 0 });
  await posted;
  expect(status).toBe(200);
});

test('secrets in links are neither stored nor shown', async () => {
  const { post, store, notes, kept } = await stage();
  await post(notification(recordOf('Click')));
  await post(notification('https://example.test/?token=SECRET is no event'));
  expect(JSON.stringify([await store.recent(10), notes, kept])).not.toContain('SECRET');
});

describe('refused for good (4xx), never stored', () => {
  const ready = async (change: Partial<WebhookSettings> = {}) => {
    const made = await stage(change);
    const remains = async () => ({ counts: await made.store.counts(), notes: made.notes.map(({ kind }) => kind) });
    return { ...made, remains };
  };
  const nothing = { events: 0, messages: 0, setAside: 0 };

  test.each([
    ['a body that is not JSON', 'hello', 400, 'unreadable'],
    ['JSON that is no SNS message', '{"a":1}', 400, 'unreadable'],
    ['a bare SES record', recordOf('Open'), 400, 'unreadable'],
  ])('%s: %i', async (_, body, status, outcome) => {
    const { send, remains, count } = await ready();
    expect((await send(body)).status).toBe(status);
    expect(count(outcome)).toBe(1);
    expect(await remains()).toEqual({ counts: nothing, notes: ['refused'] });
  });

  test('an unsigned message: 403', async () => {
    const { send, remains, count } = await ready();
    expect((await send(JSON.stringify(notification(recordOf('Open'))))).status).toBe(403);
    expect(count('bad_signature')).toBe(1);
    expect(await remains()).toEqual({ counts: nothing, notes: ['refused'] });
  });

  test('a message changed after it was signed: 403', async () => {
    const { send, remains } = await ready();
    const body = JSON.parse(signer.body(notification(recordOf('Open'))));
    expect((await send(JSON.stringify({ ...body, Message: recordOf('Click') }))).status).toBe(403);
    expect((await remains()).counts).toEqual(nothing);
  });

  test('a perfectly signed message of a foreign topic: 403, and its certificate is not even fetched', async () => {
    let fetched = 0;
    const { post, count, remains } = await ready({
      verify: verifier({
        web: async () => {
          fetched += 1;
          return new Response(signer.pem);
        },
        now: () => now,
      }),
    });
    expect(await post(notification(recordOf('Open'), { TopicArn: 'arn:aws:sns:us-east-1:999999999999:theirs' }))).toBe(403);
    expect([fetched, count('foreign_topic')]).toEqual([0, 1]);
    expect(await remains()).toEqual({ counts: nothing, notes: ['refused'] });
  });

  test('a subscription to a foreign topic: 403, and nothing is confirmed', async () => {
    const confirmed: string[] = [];
    const { post } = await ready({
      confirm: async ({ topicArn: arn }) => {
        confirmed.push(arn);
        return 'api';
      },
    });
    expect(await post(handshake('SubscriptionConfirmation', { TopicArn: 'arn:aws:sns:us-east-1:999999999999:theirs' }))).toBe(403);
    expect(confirmed).toEqual([]);
  });

  test('raw delivery: 403, and the words say what to switch off', async () => {
    const { send, notes, count } = await ready();
    const response = await send(recordOf('Open'), { headers: { 'x-amz-sns-rawdelivery': 'true' } });
    expect([response.status, count('raw_delivery')]).toEqual([403, 1]);
    expect(notes[0]?.says).toContain('raw message delivery');
  });

  test('another method: 405; another path: 404', async () => {
    const { send } = await ready();
    const get = await send('', { method: 'GET', body: null });
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await send('{}', { method: 'PUT' })).status).toBe(405);
    expect((await send('{}', {}, '/other')).status).toBe(404);
  });
});

describe('passing trouble (5xx), so that SNS tries again', () => {
  test('a certificate that cannot be had: 503, and when it can the same message is stored', async () => {
    const answers = [new Response('', { status: 500 }), new Response(signer.pem)];
    const { post, store, notes } = await stage({ verify: verifier({ web: async () => answers.shift() ?? new Response(), now: () => now }) });
    const message = notification(recordOf('Open'));
    expect(await post(message)).toBe(503);
    expect(await post(message)).toBe(200);
    expect(await typesIn(store)).toEqual(['Open']);
    expect(notes).toMatchObject([{ level: 'error', kind: 'refused' }]);
  });

  test('a store that refuses: 503, /healthz says so, and is well again when the store is', async () => {
    let isFull = true;
    let time = now;
    const store = {
      add: async () => {
        if (isFull) throw new Trouble('store.full', 'event store events.db: the disk is full');
        return { added: 1, duplicates: 0 };
      },
      setAside: async () => {
        throw new Trouble('store.full', 'event store events.db: the disk is full');
      },
    };
    const { post, send, notes, count } = await stage({ store, now: () => time });
    const health = async () => (await send('', { method: 'GET', body: null }, '/healthz')).status;
    expect(await health()).toBe(200);
    expect(await post(notification(recordOf('Open')))).toBe(503);
    expect(await post(notification('no event'))).toBe(503);
    expect(await health()).toBe(503);
    expect(notes[0]?.says).toContain('the disk is full');
    expect(count('store_failed')).toBe(2);
    // A balancer that heeds /healthz would keep the next event away for ever.
    time += 61_000;
    expect(await health()).toBe(200);
    await post(notification('no event'));
    isFull = false;
    expect(await post(notification(recordOf('Open')))).toBe(200);
    expect(await health()).toBe(200);
  });

  test('a subscription that cannot be confirmed: 503, and the reason is said', async () => {
    const { post, notes } = await stage({
      confirm: async () => {
        throw new Trouble('aws.unreachable', 'sns.us-east-1.amazonaws.com does not answer');
      },
    });
    expect(await post(handshake('SubscriptionConfirmation'))).toBe(503);
    expect(notes).toMatchObject([{ level: 'error', kind: 'confirm-failed', says: expect.stringContaining('does not answer') }]);
  });
});

test("SES's plain-text test message is welcome and no event", async () => {
  const { post, store, notes } = await stage();
  expect(await post(notification('Successfully validated SNS topic for Amazon SES event publishing.'))).toBe(200);
  expect(await store.counts()).toEqual({ events: 0, messages: 0, setAside: 0 });
  expect(notes).toMatchObject([{ level: 'info', kind: 'greeting' }]);
});

test('what is signed but unreadable is set aside and answered 200', async () => {
  const { post, store, notes } = await stage();
  expect(await post(notification('{"eventType":"Open"}'))).toBe(200);
  expect(await store.counts()).toEqual({ events: 0, messages: 0, setAside: 1 });
  expect(notes).toMatchObject([{ level: 'warning', kind: 'set-aside' }]);
});

test('a subscription to one of our topics is confirmed once it has verified', async () => {
  const confirmed: string[] = [];
  const { post, send } = await stage({
    confirm: async ({ token }) => {
      confirmed.push(token);
      return 'api';
    },
  });
  expect((await send(JSON.stringify(handshake('SubscriptionConfirmation')))).status).toBe(403);
  expect(confirmed).toEqual([]);
  expect(await post(handshake('SubscriptionConfirmation'))).toBe(200);
  expect(confirmed).toEqual(['2336412f37']);
});

test('without confirming, a subscription is told of with its link', async () => {
  const store = await openStore('/', 'sqlite::memory:');
  const notes: Note[] = [];
  const { handler } = webhook({
    path: '/',
    topics: new Set([topicArn]),
    verify: async () => ({ state: 'genuine' }),
    store,
    privacy: 'standard',
    now: () => now,
    tell: note => notes.push(note),
  });
  const body = signer.body(handshake('SubscriptionConfirmation'));
  expect((await handler(new Request('http://x.test/', { method: 'POST', body }))).status).toBe(200);
  expect(notes[0]?.says).toContain('https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription');
});

test('the end of a subscription is a warning, and it is not subscribed again', async () => {
  const confirmed: string[] = [];
  const { post, notes } = await stage({
    confirm: async ({ token }) => {
      confirmed.push(token);
      return 'api';
    },
  });
  expect(await post(handshake('UnsubscribeConfirmation'))).toBe(200);
  expect(confirmed).toEqual([]);
  expect(notes).toMatchObject([{ level: 'warning', kind: 'unsubscribed' }]);
});

test('/metrics counts what came of every post, in the text format of Prometheus', async () => {
  const { post, send } = await stage();
  await post(notification(recordOf('Rendering Failure')));
  await send('junk');
  const response = await send('', { method: 'GET', body: null }, '/metrics');
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4');
  const text = await response.text();
  expect(text).toContain('# TYPE ses_track_requests_total counter\n');
  expect(text).toContain('ses_track_requests_total{outcome="stored"} 1\n');
  expect(text).toContain('ses_track_requests_total{outcome="unreadable"} 1\n');
  expect(text).toContain('ses_track_events_total{type="Rendering Failure"} 1\n');
});

test('a type that nobody knows is counted as another, whatever its name', async () => {
  const { post, send } = await stage();
  await post(notification(JSON.stringify({ ...JSON.parse(recordOf('Open')), eventType: 'X"} 1\nforged 2' })));
  const text = await (await send('', { method: 'GET', body: null }, '/metrics')).text();
  expect(text).toContain('ses_track_events_total{type="other"} 1\n');
  expect(text).not.toContain('forged');
});

test('what a stranger writes makes no long note', async () => {
  const { send, notes } = await stage();
  const long = { ...notification(recordOf('Open')), TopicArn: 'x'.repeat(100_000), MessageId: 'y'.repeat(100_000) };
  await send(JSON.stringify(long));
  await send(JSON.stringify({ ...long, TopicArn: topicArn, Signature: 'AA==', SigningCertURL: 'z', SignatureVersion: 'v'.repeat(100_000) }));
  expect(notes).toHaveLength(2);
  expect(JSON.stringify(notes).length).toBeLessThan(1500);
});

test('no note carries an address', async () => {
  const { post, send, notes } = await stage();
  for (const type of Object.keys(payloads)) await post(notification(recordOf(type)));
  await post(notification(JSON.stringify({ eventType: 'Open', mail: { destination: ['reader@example.org'] } })));
  await send(JSON.stringify(notification(recordOf('Open'))));
  expect(notes.length).toBeGreaterThan(0);
  expect(JSON.stringify(notes)).not.toContain('@');
});

test('whatever is posted, the answer is a status that SNS understands', async () => {
  const { send } = await stage();
  const signed = fc.oneof(fc.json(), wildText()).map(message => signer.body(notification(message)));
  await fc.assert(
    fc.asyncProperty(fc.oneof(signed, fc.json(), wildText()), async body => {
      expect([200, 400, 403]).toContain((await send(body)).status);
    }),
    { numRuns: runs(60) },
  );
});

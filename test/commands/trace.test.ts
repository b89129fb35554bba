/** `ses-track trace` as an operator reads it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { paint } from '../../src/cli/paint.ts';
import { hashedAddress } from '../../src/events/privacy.ts';
import { openStore } from '../../src/outside/node/store.ts';
import type { Arrival } from '../../src/store/event-store.ts';
import { delta, storyText } from '../../src/views/trace.ts';
import { messageId, payloads } from '../events/records.ts';
import { arrival } from '../store/event-store-suite.ts';
import { inPlace, type Place } from './receiving.ts';

async function storing({ folder }: Place, arrivals: Arrival[]): Promise<void> {
  const store = await openStore(folder, 'sqlite:events.db');
  await store.add(arrivals);
  await store.close();
}

test('the story says what happened, when, how long after, and who', () =>
  inPlace(async place => {
    await storing(place, [
      arrival('Send'),
      arrival('Delivery'),
      arrival('Open', { change: { userAgent: 'Mozilla/5.0 (via ggpht.com GoogleImageProxy)' } }),
      arrival('Click'),
      arrival('Click', { publication: 'later', change: { timestamp: '2026-11-25T10:00:00.000Z', isBotEvent: undefined } }),
    ]);
    const { code, out } = await place.run(['trace', 'reader@example.org', '--store', 'sqlite:events.db']);
    expect(code).toBe(0);
    expect(out).toBe(`Hello
to Reader@example.org  2026-11-24 08:00:00 UTC
${messageId}

  2026-11-24 08:00:00.000     +0ms  Send      configuration set ses-track
  2026-11-24 08:00:01.000    +1.0s  Delivery  250 2.6.0 Message received
  2026-11-24 08:05:00.123   +5m 0s  Open      an image proxy, Mozilla/5.0 (via ggpht.com GoogleImageProxy)
  2026-11-24 08:06:00.456   +6m 0s  Click     https://shop.example.test/welcome?token=SECRET2#SECRET3  a person, Mozilla/5.0 (X11; Linux x86_64)
  2026-11-25 10:00:00.000   +1d 2h  Click     https://shop.example.test/welcome?token=SECRET2#SECRET3  person or bot unknown, Mozilla/5.0 (X11; Linux x86_64)
`);
  }));

test('the date is left out where everything happened on the day of sending', () => {
  const { event } = arrival('Open');
  const story = { messageId, sentAt: '2026-11-24T08:00:00.000Z', recipients: event.recipients, events: [event] };
  expect(storyText(story, paint(false))).toContain('\n  08:05:00.123   +5m 0s  Open');
});

test.each([
  ['Bounce', 'Permanent/General · smtp; 550 5.1.1 user unknown'],
  ['Complaint', 'abuse'],
  ['Reject', 'Bad content'],
  ['Rendering Failure', "template welcome · Attribute 'name' is not present in the rendering data."],
  ['DeliveryDelay', 'MailboxFull · smtp; 452 4.2.2 over quota'],
  ['Subscription', 'contact list news · UnsubscribeHeader'],
])('a %s says why', (type, words) => {
  const { event } = arrival(type);
  const text = storyText({ messageId, recipients: event.recipients, events: [event] }, paint(false));
  expect(text.replace(/ +/g, ' ').endsWith(` ${type} ${words}`)).toBe(true);
});

test('an event about some of the recipients names them', () => {
  const { event } = arrival('Bounce');
  const text = storyText({ messageId, recipients: ['a@example.org', 'Reader@example.org'], events: [event] }, paint(false));
  expect(text).toContain('user unknown · Reader@example.org');
});

test('nothing in an event can drive the terminal or start a line of its own', () => {
  const hostile = 'x\u001b[2J\u001b]0;owned\u0007\r\nforged line\u202egnp.exe\u009b31m';
  const arrivals = [
    arrival('Click', { change: { link: `https://a.test/${hostile}`, userAgent: hostile } }),
    arrival('Bounce', { change: { bounceType: hostile, bouncedRecipients: [{ emailAddress: hostile, diagnosticCode: hostile }] } }),
    arrival('Delivery', { change: { smtpResponse: hostile } }),
  ];
  const events = arrivals.map(({ event }) => event);
  const text = storyText(
    { messageId: hostile, subject: hostile, recipients: [hostile], events: [...events, { ...events[0], type: hostile } as never] },
    paint(false),
  );
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(text.split('\n')).toHaveLength(8);
  expect(text).toContain('\\x1b[2J');
});

test('colour changes nothing but colour', () => {
  const events = Object.keys(payloads).map(type => arrival(type).event);
  const story = { messageId, subject: 'Hello', sentAt: '2026-11-24T08:00:00.000Z', recipients: ['Reader@example.org'], events };
  expect(stripVTControlCharacters(storyText(story, paint(true)))).toBe(storyText(story, paint(false)));
});

test.each([
  [0, '+0ms'],
  [999, '+999ms'],
  [59_999, '+59.9s'],
  [3_599_999, '+59m 59s'],
  [86_399_999, '+23h 59m'],
  [200_000_000, '+2d 7h'],
  [-1_500, '-1.5s'],
])('%i ms is %s', (ms, text) => {
  expect(delta(ms)).toBe(text);
});

test('several messages to one recipient: newest first, as many as asked for', () =>
  inPlace(async place => {
    const older = { messageId: 'older', timestamp: '2026-11-23T08:00:00.000Z' };
    await storing(place, [arrival('Send', { mailChange: older }), arrival('Send')]);
    const ids = async (...more: string[]) =>
      JSON.parse((await place.run(['trace', 'reader@example.org', '--store', 'sqlite:events.db', '--json', ...more])).out).messages.map(
        (story: { messageId: string }) => story.messageId,
      );
    expect(await ids()).toEqual([messageId, 'older']);
    expect(await ids('--limit', '1')).toEqual([messageId]);
  }));

test('an address is found in what was kept under --privacy strict and in what was not, newest first', () =>
  inPlace(async place => {
    const hashed = { messageId: 'hashed', timestamp: '2026-11-25T08:00:00.000Z', destination: [hashedAddress('reader@example.org')] };
    const older = { messageId: 'older', timestamp: '2026-11-23T08:00:00.000Z' };
    await storing(place, [arrival('Send', { mailChange: older }), arrival('Send', { mailChange: hashed }), arrival('Send')]);
    const ids = async (...more: string[]) =>
      JSON.parse((await place.run(['trace', 'Reader@example.org', '--store', 'sqlite:events.db', '--json', ...more])).out).messages.map(
        (story: { messageId: string }) => story.messageId,
      );
    expect(await ids()).toEqual(['hashed', messageId, 'older']);
    expect(await ids('--limit', '2')).toEqual(['hashed', messageId]);
  }));

test('what is not there is exit 1 with a hint, and an empty list under --json', () =>
  inPlace(async place => {
    await storing(place, [arrival('Send')]);
    const text = await place.run(['trace', 'nobody@example.org', '--store', 'sqlite:events.db']);
    expect(text).toMatchObject({ code: 1, out: '', err: expect.stringContaining('no event of nobody@example.org is in the store') });
    const json = await place.run(['trace', 'nobody@example.org', '--store', 'sqlite:events.db', '--json']);
    expect([json.code, JSON.parse(json.out)]).toEqual([1, { messages: [] }]);
  }));

test('a store that is not there is exit 3, and tracing makes none', () =>
  inPlace(async ({ folder, run }) => {
    const named = await run(['trace', 'x', '--store', 'sqlite:none.db']);
    expect(named).toMatchObject({ code: 3, out: '', err: expect.stringContaining(`no event store at ${join(folder, 'none.db')}`) });
    const byDefault = await run(['trace', 'x']);
    expect(byDefault.err).toContain(`no event store at ${join(folder, '.local/share/ses-track/events.db')}`);
    expect([existsSync(join(folder, 'none.db')), existsSync(join(folder, '.local'))]).toEqual([false, false]);
  }));

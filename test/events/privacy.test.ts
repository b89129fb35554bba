/** What is kept of links and people under each privacy. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRecord } from '../../src/events/parse.ts';
import { hashedAddress, type Privacy, redactedText } from '../../src/events/privacy.ts';
import { runs } from '../long.ts';
import { processorTime } from '../processor-time.ts';
import { recordOf } from './records.ts';

/** Everything that anyone downstream gets to see. */
const kept = (type: string, privacy: Privacy, change: Record<string, unknown> = {}) =>
  readRecord(recordOf(type, change), { source: 'sns', publication: 'p', receivedAt: '2026-11-24T12:00:00.000Z', privacy });

test('standard keeps no query, fragment or credentials of any URL, in the event or in the raw record', () => {
  const told = kept('Click', 'standard', { link: 'https://user:SECRET@shop.example.test/a%20b/?token=SECRET#SECRET' });
  expect(JSON.stringify(told)).not.toContain('SECRET');
  expect(told).toMatchObject({ event: { link: 'https://shop.example.test/a%20b/', ip: '192.0.2.77', recipients: ['Reader@example.org'] } });
});

test('an apostrophe, which may stand in any part of a URL, does not end it', () => {
  for (const link of [
    "https://shop.example.test/o'brien?token=SECRET",
    "https://us'er:SECRET@shop.example.test/",
    "https://shop.example.test/?a='b'&token=SECRET",
  ])
    for (const privacy of ['standard', 'strict'] as const) expect(JSON.stringify(kept('Click', privacy, { link }))).not.toContain('SECRET');
});

test('full keeps the record byte for byte', () => {
  expect(kept('Click', 'full')).toMatchObject({ raw: recordOf('Click'), event: { link: 'https://shop.example.test/welcome?token=SECRET2#SECRET3' } });
});

test.each(['Send', 'Delivery', 'Click', 'Bounce', 'Complaint', 'DeliveryDelay'])('strict keeps no address, name or full IP of a %s', type => {
  const text = JSON.stringify(kept(type, 'strict')).toLowerCase();
  for (const person of ['reader@', 'reader <', 'news@', '192.0.2.77', 'secret', 'list-unsubscribe', '<reader']) expect(text).not.toContain(person);
  expect(text).toContain(hashedAddress('reader@example.org'));
  expect(text).toContain('hello');
});

test('the same address always gives the same hash, whatever its case, and its domain stays', () => {
  expect(hashedAddress('Jane@Example.com')).toBe(hashedAddress('jane@example.COM'));
  expect(hashedAddress('jane@example.com')).toMatch(/^sha256-[0-9a-f]{32}@example\.com$/);
  expect(hashedAddress('jane@example.com')).not.toBe(hashedAddress('john@example.com'));
});

test('what is hashed already is not hashed again', () => {
  const once = redactedText('to jane@example.org', 'strict');
  expect(redactedText(once, 'strict')).toBe(once);
});

test('strict also finds an address inside a link and an IPv6 reader', () => {
  const told = kept('Click', 'strict', { link: 'https://shop.example.test/off/jane%40example.org', ipAddress: '2001:db8:1:2:3::4' });
  expect(told).toMatchObject({ event: { link: `https://shop.example.test/off/${hashedAddress('jane@example.org')}`, ip: '2001:db8:1::' } });
});

test('no address survives strict, whatever stands around it', () => {
  const local = fc.stringMatching(/^[a-z0-9](?:[a-z0-9._+-]{0,20}[a-z0-9])?$/);
  const around = fc.string({ maxLength: 20 }).filter(text => !text.includes('@'));
  fc.assert(
    fc.property(around, local, around, (before, name, after) => {
      expect(redactedText(`${before} ${name}@mail.example.org ${after}`, 'strict')).not.toContain(` ${name}@mail.example.org`);
    }),
    { numRuns: runs(200) },
  );
});

test('a hostile text of a megabyte is gone through in linear time', () => {
  const time = processorTime();
  redactedText('a'.repeat(1_000_000), 'strict');
  redactedText('https://'.repeat(125_000), 'strict');
  redactedText(`https://${'a@'.repeat(500_000)}`, 'strict');
  expect(time()).toBeLessThan(5_000);
});

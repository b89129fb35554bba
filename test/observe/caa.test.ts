/** Whether Amazon may issue, from CAA records as they stand in DNS: the climb, the wildcard, conditions, failures. */
import { expect, test } from 'vitest';
import { amazonMayIssue } from '../../src/observe/caa.ts';
import { withDns, zone } from './network.ts';

const judged = (records: string[], domain = 'click.example.test') =>
  withDns([zone('example.test', records), zone('target.test', ['d1.target.test A 192.0.2.1', 'bad.target.test CAA 0 issue ";"'])], outside =>
    amazonMayIssue(outside, domain),
  );

test('without any CAA record up to the top, everybody may issue', async () => {
  expect(await judged([])).toEqual({ kind: 'allowed' });
});

test.each(['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com', 'Amazon.com'])('%s lets Amazon issue', async issuer => {
  expect(await judged(['example.test CAA 0 issue "letsencrypt.org"', `example.test CAA 0 issue "${issuer}"`])).toEqual({
    kind: 'allowed',
    at: 'example.test',
  });
});

test('records that name others forbid it, and are shown', async () => {
  expect(await judged(['example.test CAA 0 issue "letsencrypt.org"'])).toEqual({
    kind: 'forbidden',
    at: 'example.test',
    records: ['0 issue "letsencrypt.org"'],
    why: 'the CAA records of example.test do not name Amazon',
  });
  expect(await judged(['example.test CAA 0 issue ";"'])).toMatchObject({ kind: 'forbidden' });
  expect(await judged(['example.test CAA 0 issue "notamazon.com"'])).toMatchObject({ kind: 'forbidden' });
});

test('the nearest name that has records decides, whatever stands above it', async () => {
  const above = 'example.test CAA 0 issue ";"';
  expect(await judged([above, 'click.example.test CAA 0 issue "amazon.com"'])).toEqual({ kind: 'allowed', at: 'click.example.test' });
  expect(await judged([above, 'click.example.test A 192.0.2.1'])).toMatchObject({ kind: 'forbidden', at: 'example.test' });
  expect(await judged([above], 'a.b.c.example.test')).toMatchObject({ kind: 'forbidden', at: 'example.test' });
});

test('records of a CNAME’s target count as the name’s own, those above the target do not', async () => {
  expect(await judged(['click.example.test CNAME bad.target.test'])).toMatchObject({ kind: 'forbidden', at: 'click.example.test' });
  expect(await judged(['click.example.test CNAME d1.target.test', 'example.test CAA 0 issue "amazon.com"'])).toEqual({
    kind: 'allowed',
    at: 'example.test',
  });
});

test('a wildcard goes by issuewild where there is one, else by issue', async () => {
  const records = ['example.test CAA 0 issue "amazon.com"', 'example.test CAA 0 issuewild ";"'];
  expect(await judged(records, '*.example.test')).toMatchObject({ kind: 'forbidden' });
  expect(await judged(records)).toMatchObject({ kind: 'allowed' });
  expect(await judged(['example.test CAA 0 issue "amazon.com"'], '*.example.test')).toMatchObject({ kind: 'allowed' });
});

test('records that say nothing of issuing restrict nobody, unless a critical one is unknown', async () => {
  expect(await judged(['example.test CAA 0 iodef "mailto:a@example.test"'])).toEqual({ kind: 'allowed', at: 'example.test' });
  expect(await judged(['example.test CAA 128 tbs "x"', 'example.test CAA 0 issue "amazon.com"'])).toMatchObject({
    kind: 'forbidden',
    why: expect.stringContaining('critical CAA property "tbs"'),
  });
});

test('conditions on Amazon are not known to be met, unless Amazon is also named without any', async () => {
  const bound = 'example.test CAA 0 issue "amazon.com; validationmethods=http-01"';
  expect(await judged([bound])).toMatchObject({ kind: 'unknown', at: 'example.test' });
  expect(await judged([bound, 'example.test CAA 0 issue "awstrust.com;"'])).toMatchObject({ kind: 'allowed' });
});

test('a lookup that fails leaves it unknown, with the name and the reason', async () => {
  expect(await judged(['away.example.test NS ns.invalid.'], 'x.away.example.test')).toEqual({
    kind: 'unknown',
    at: 'x.away.example.test',
    why: 'the CAA records of x.away.example.test could not be read: the name server failed (SERVFAIL)',
  });
});

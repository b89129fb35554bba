/** What ACM will look for at the next renewal, as DNS shows it: over real packets. */
import { expect, test } from 'vitest';
import { caaOf, seenRecords } from '../../src/observe/renewal.ts';
import { withDns, zone } from './network.ts';

const wanted = (name: string) => ({ name, record: { name: `_A.${name.replace(/^\*\./, '')}.`, value: '_B.acm-validations.aws.' } });

test('a validation record is right, gone, another one, or not to be read; a name and its wildcard share theirs', async () => {
  const records = [
    '_a.right.example.test CNAME _b.acm-validations.aws',
    '_a.other.example.test CNAME _c.acm-validations.aws',
    '_a.text.example.test TXT "no"',
  ];
  await withDns([zone('example.test', records)], async outside => {
    const validations = ['right', '*.right', 'other', 'gone', 'text'].map(name => wanted(`${name}.example.test`));
    const seen = await seenRecords(outside, [...validations, { name: 'mail.example.test' }]);
    expect(seen.map(({ domain, seen: each }) => [domain, each])).toEqual([
      ['right.example.test', { kind: 'right' }],
      ['other.example.test', { kind: 'other', value: '_c.acm-validations.aws' }],
      ['gone.example.test', { kind: 'gone' }],
      ['text.example.test', { kind: 'gone' }],
    ]);
    expect(seen[0]).toMatchObject({ name: '_a.right.example.test', value: '_b.acm-validations.aws' });
  });
});

test('each name of the certificate is asked for CAA, a wildcard by its own property', async () => {
  await withDns([zone('example.test', ['example.test CAA 0 issue "amazon.com"', 'example.test CAA 0 issuewild ";"'])], async outside => {
    expect(
      (await caaOf(outside, ['click.example.test', '*.example.test', 'click.example.test'])).map(({ name, verdict }) => [name, verdict.kind]),
    ).toEqual([
      ['click.example.test', 'allowed'],
      ['*.example.test', 'forbidden'],
    ]);
  });
});

/** Reads in DNS what ACM will look for at the next renewal: the validation records of a certificate, and whether CAA lets Amazon issue. */
import type { DnsAnswer, DnsOptions, Outside } from '../outside/index.ts';
import { amazonMayIssue, type CaaVerdict } from './caa.ts';
import { plainName } from './record.ts';

/** A validation record as ACM wants it, and what the world sees in its place. */
export interface SeenRecord {
  /** The name that it validates. */
  domain: string;
  name: string;
  value: string;
  seen: { kind: 'right' } | { kind: 'gone' } | { kind: 'other'; value: string } | { kind: 'failed'; why: string };
}

/**
 * Each record once: a name and its wildcard share theirs.
 * AWS: at renewal every name of the certificate must still have its record, open to all. <https://docs.aws.amazon.com/acm/latest/userguide/dns-renewal-validation.html>
 */
export async function seenRecords(
  { dns }: Pick<Outside, 'dns'>,
  validations: readonly { name: string; record?: { name: string; value: string } }[],
  options: DnsOptions = {},
): Promise<SeenRecord[]> {
  const wanted = new Map(
    validations.flatMap(({ name, record }) => (record === undefined ? [] : [[plainName(record.name), { name, record }] as const])),
  );
  return Promise.all(
    [...wanted].map(async ([name, { name: domain, record }]): Promise<SeenRecord> => {
      const value = plainName(record.value);
      const answer = await dns.look('CNAME', name, options);
      return { domain: domain.replace(/^\*\./, ''), name, value, seen: compared(answer, value) };
    }),
  );
}

function compared(answer: DnsAnswer<'CNAME'>, wanted: string): SeenRecord['seen'] {
  if (answer.kind === 'failed') return { kind: 'failed', why: answer.why };
  if (answer.kind !== 'found') return { kind: 'gone' };
  const [first = ''] = answer.records;
  return answer.records.some(each => plainName(each) === wanted) ? { kind: 'right' } : { kind: 'other', value: plainName(first) };
}

/** Whether Amazon may issue for each of the names. */
export async function caaOf(
  outside: Pick<Outside, 'dns'>,
  names: readonly string[],
  options: DnsOptions = {},
): Promise<{ name: string; verdict: CaaVerdict }[]> {
  return Promise.all([...new Set(names)].map(async name => ({ name, verdict: await amazonMayIssue(outside, name, options) })));
}

/** Reads whether DNS lets Amazon issue a certificate for a name: the CAA records that count, found as RFC 8659 says. */
import type { DnsOptions, DnsRecords, Outside } from '../outside/index.ts';

/** AWS: ACM's authority goes by any of these. <https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html> */
export const amazonIssuers: readonly string[] = ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'];

export type CaaVerdict =
  /** `at`: the name whose records allow it; absent where no name restricts anybody. */
  | { kind: 'allowed'; at?: string }
  | { kind: 'forbidden'; at: string; records: string[]; why: string }
  /** DNS failed, or the records set conditions of which it is not known whether Amazon meets them. */
  | { kind: 'unknown'; at?: string; why: string };

/**
 * Climbs from the name to its parents; the first that has CAA records decides, whatever they say.
 *
 * @param domain `*.example.com` asks for a wildcard
 */
export async function amazonMayIssue({ dns }: Pick<Outside, 'dns'>, domain: string, options: DnsOptions = {}): Promise<CaaVerdict> {
  const isWild = domain.startsWith('*.');
  const labels = domain.replace(/^\*\./, '').replace(/\.$/, '').toLowerCase().split('.');
  for (let from = 0; from < labels.length; from++) {
    const at = labels.slice(from).join('.');
    // A CNAME at this name is followed by DNS itself; its target's parents do not count (RFC 8659 §3).
    const answer = await dns.look('CAA', at, options);
    if (answer.kind === 'failed') return { kind: 'unknown', at, why: `the CAA records of ${at} could not be read: ${answer.why}` };
    if (answer.kind === 'found') return judge(at, answer.records, isWild);
  }
  return { kind: 'allowed' };
}

function judge(at: string, found: readonly DnsRecords['CAA'][], isWild: boolean): CaaVerdict {
  const records = found.map(({ isCritical, tag, value }) => `${isCritical ? 128 : 0} ${tag} "${value}"`);
  const stranger = found.find(each => each.isCritical && !known.has(each.tag));
  if (stranger !== undefined)
    return {
      kind: 'forbidden',
      at,
      records,
      why: `${at} has a critical CAA property "${stranger.tag}", which stops every authority that does not know it`,
    };
  const wild = found.filter(each => each.tag === 'issuewild');
  const counting = isWild && wild.length > 0 ? wild : found.filter(each => each.tag === 'issue');
  // RFC 8659 §4.2: records without an issue property restrict nobody.
  if (counting.length === 0) return { kind: 'allowed', at };
  const amazons = counting.map(({ value }) => readIssuer(value)).filter(({ issuer }) => amazonIssuers.includes(issuer));
  if (amazons.length === 0) return { kind: 'forbidden', at, records, why: `the CAA records of ${at} do not name Amazon` };
  if (amazons.some(({ hasConditions }) => !hasConditions)) return { kind: 'allowed', at };
  return { kind: 'unknown', at, why: `the CAA records of ${at} name Amazon under conditions, of which it is not known whether ACM meets them` };
}

const known = new Set(['issue', 'issuewild', 'iodef']);

/** `amazon.com; validationmethods=dns-01` */
function readIssuer(value: string): { issuer: string; hasConditions: boolean } {
  const [issuer = '', ...conditions] = value.split(';').map(each => each.trim());
  return { issuer: issuer.replace(/\.$/, '').toLowerCase(), hasConditions: conditions.some(each => each !== '') };
}

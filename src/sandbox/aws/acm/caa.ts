/** Whether Amazon's authority may issue for a name: the CAA records of RFC 8659, looked for upwards. */
import type { World } from '../../world.ts';
import { lookup } from '../route53/lookup.ts';
import { andAbove } from '../route53/names.ts';

/** AWS: any of these in a CAA record lets ACM issue. <https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html> */
const amazons = new Set(['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com']);
const knownTags = new Set(['issue', 'issuewild', 'iodef', 'contactemail', 'contactphone', 'issuemail', 'issuevmc']);

interface Caa {
  isCritical: boolean;
  tag: string;
  /** Of the authority, before any parameters. */
  issuer: string;
}

function read(value: string): Caa[] {
  const [, flags, tag, issuer = ''] = /^(\d+)\s+([a-z0-9]+)\s+"([^"]*)"$/i.exec(value.trim()) ?? [];
  if (flags === undefined || tag === undefined) return [];
  return [{ isCritical: (Number(flags) & 128) !== 0, tag: tag.toLowerCase(), issuer: (issuer.split(';')[0] ?? '').trim().toLowerCase() }];
}

/** @param name of a certificate; a wildcard is asked for by its domain */
export function isCaaFree(world: World, name: string): boolean {
  const isWild = name.startsWith('*.');
  const domain = name.replace(/^\*\./, '');
  const found = andAbove(domain)
    .map(one => lookup(world, one, 'CAA').values.flatMap(read))
    .find(records => records.length > 0);
  if (found === undefined) return true;
  if (found.some(one => one.isCritical && !knownTags.has(one.tag))) return false;
  const wild = found.filter(one => one.tag === 'issuewild');
  const issue = isWild && wild.length > 0 ? wild : found.filter(one => one.tag === 'issue');
  return issue.length === 0 || issue.some(one => amazons.has(one.issuer));
}

/** Records that somebody writes into a zone that is not in Route 53: shown as a zone file's lines, then waited for at the zone's own servers. */

import { delegation } from '../observe/delegation.ts';
import type { Look, Network } from '../observe/look.ts';
import { plainName } from '../observe/record.ts';
import type { Hands } from './resource.ts';
import { until } from './wait.ts';
import { type DnsRecord, zoneFile } from './zone-file.ts';

export const handTtl = 300;
const patienceMs = 1_800_000;

/**
 * What the name servers of the zone above say of a CNAME: its target, null where there is none.
 * They are asked themselves, since a resolver that is asked too early keeps "no such name" for as long as the zone's SOA says.
 * @param zone the zone it is in, where that is known; a resolver is then asked for no name below it
 */
export async function ownersCname(network: Pick<Network, 'dns'>, name: string, zone?: string): Promise<string | null> {
  return (await ownersAnswer(network, 'CNAME', name, zone))[0] ?? null;
}

/** Where the zone's own name servers lead a name now: the target of its CNAME, else an address; null where nowhere. */
export async function ownersLead(network: Pick<Network, 'dns'>, name: string, zone?: string): Promise<string | null> {
  for (const type of ['CNAME', 'A', 'AAAA'] as const) {
    const [found] = await ownersAnswer(network, type, name, zone);
    if (found !== undefined) return found;
  }
  return null;
}

async function ownersAnswer({ dns }: Pick<Network, 'dns'>, type: 'CNAME' | 'A' | 'AAAA', name: string, zone?: string): Promise<string[]> {
  const above = await delegation({ dns }, plainName(zone ?? name.slice(name.indexOf('.') + 1)));
  const ask = async (servers: readonly string[]) => Promise.all(servers.map(server => dns.look(type, name, { server })));
  let answers = await ask('failed' in above ? [] : above.nameServers);
  if (answers.length > 0 && answers.every(({ kind }) => kind === 'no-data')) {
    // The name is there, so a resolver may be asked about it: where it is a zone of its own, the servers above it only know who has it.
    const own = await delegation({ dns }, plainName(name));
    if (!('failed' in own) && own.zone === plainName(name)) answers = await ask(own.nameServers);
  }
  const own = answers.filter(answer => answer.kind !== 'failed');
  // Where a firewall keeps every one of them away, the resolver's word is the best there is.
  const known = own.length > 0 ? own : [await dns.look(type, name)];
  const found = known.map(answer => (answer.kind === 'found' ? [...answer.records].sort() : []));
  // Until every server that answers says the same, a reader may still be told otherwise.
  return new Set(found.map(each => each.join())).size === 1 ? (found[0] ?? []) : [];
}

/** Shows the records once and waits, for half an hour, until each leads where it should. */
export async function written(hands: Hands, records: readonly DnsRecord[]): Promise<void> {
  const missing = async () => {
    const targets = await Promise.all(records.map(({ name }) => ownersCname(hands.network, name)));
    return records.filter((record, index) => plainName(targets[index] ?? '') !== plainName(record.value));
  };
  const names = records.map(({ name }) => name).join(', ');
  await until(
    hands,
    {
      what: `${names} to resolve`,
      usually: 'as long as it takes to write by hand',
      timeoutMs: patienceMs,
      hint: `Put ${records.length === 1 ? 'this line' : 'these lines'} into the zone and run the same command again: ${zoneFile(records).trim().replaceAll('\n', ' | ')}`,
      byHand: zoneFile(records),
    },
    async () => ((await missing()).length === 0 ? true : undefined),
  );
}

/** Whether every record is there already. */
export async function areWritten(look: Look, records: readonly DnsRecord[]): Promise<boolean> {
  const targets = await Promise.all(records.map(({ name }) => ownersCname(look.network, name)));
  return records.every((record, index) => plainName(targets[index] ?? '') === plainName(record.value));
}

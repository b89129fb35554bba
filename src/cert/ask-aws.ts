/** Asks AWS what it knows of a domain's certificate: who has the name, which certificate, which zone. What it keeps back is kept as its reason. */
import { Trouble } from '../errors.ts';
import { type Certificate as AcmCertificate, certificate, certificates, covers } from '../observe/certificate.ts';
import { chooseZone } from '../observe/choose-zone.ts';
import { delegation } from '../observe/delegation.ts';
import { distributions, holderOf } from '../observe/distribution.ts';
import type { Edge } from '../observe/edge.ts';
import type { Look } from '../observe/look.ts';
import { plainName, records } from '../observe/record.ts';
import { seenRecords } from '../observe/renewal.ts';
import { nameServers, zones } from '../observe/zone.ts';
import type { DnsOptions } from '../outside/index.ts';
import { balancerRegion } from './balancer.ts';
import { isSame } from './same.ts';
import { type AcmHalf, type Asked, isConnected, shown } from './scene.ts';

/** AWS: CloudFront takes certificates of this region alone, and only this one is asked. <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html> */
const asksIn = 'us-east-1';

/** @param dns how DNS is asked for validation records and name servers; it is not where the edge was asked at an address given */
export async function askAws(look: Look, domain: string, edge: Edge, dns: DnsOptions = {}): Promise<AcmHalf> {
  const [distribution, zone] = await Promise.all([
    asked(async () => holderOf(await look.at(distributions), domain)),
    asked(() => zoneOf(look, domain)),
  ]);
  const elsewhere = elsewhereOf(edge, distribution, zone);
  const found = await asked(async () => (elsewhere === undefined ? certificateOf(look, domain, edge, distribution) : undefined));
  const half = { distribution, certificate: found, zone, ...(elsewhere === undefined ? {} : { elsewhere }) };
  if (isConnected({ edge })) return half;
  const validations = found.kind === 'read' ? (found.value?.validations ?? []) : [];
  const [seen, owners] = await Promise.all([seenRecords(look.network, validations, dns), delegation(look.network, domain, dns)]);
  return { ...half, records: seen, owners };
}

/** What AWS answers, or the Trouble that kept it back; whoever stops the program stops this, too. */
async function asked<T>(ask: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { kind: 'read', value: await ask() };
  } catch (error) {
    if (!(error instanceof Trouble) || error.code === 'interrupted') throw error;
    return { kind: 'refused', trouble: error };
  }
}

async function zoneOf(look: Look, domain: string) {
  const choice = chooseZone(domain, await look.at(zones));
  const fitting = choice.kind === 'zone' ? [choice.zone] : choice.kind === 'ambiguous' ? choice.zones : [];
  const live = await Promise.all(fitting.map(async zone => ({ zone, servers: (await look.at(nameServers, zone.id)).map(plainName) })));
  const sets = (await Promise.all(fitting.map(({ id }) => look.at(records, id, domain)))).flat();
  const alias = sets.find(set => set.alias !== undefined && /^A(AAA)?$/.test(set.type))?.alias;
  return { choice, live, ...(alias === undefined ? {} : { alias }) };
}

/** Where the front is a load balancer of another region whatever ACM has here is not the domain's. */
function elsewhereOf({ chain }: Edge, distribution: AcmHalf['distribution'], zone: AcmHalf['zone']): string | undefined {
  if (distribution.kind === 'read' && distribution.value !== undefined) return undefined;
  const alias = zone.kind === 'read' ? zone.value.alias : undefined;
  const region = balancerRegion([...(chain?.hops ?? []), ...(alias === undefined ? [] : [alias])]);
  return region === asksIn ? undefined : region;
}

async function certificateOf(look: Look, domain: string, edge: Edge, distribution: AcmHalf['distribution']): Promise<AcmCertificate | undefined> {
  const named = distribution.kind === 'read' ? distribution.value?.certificateArn : undefined;
  if (named !== undefined) return present(await look.at(certificate, named));
  const fitting = (await look.at(certificates)).filter(each => each.hasMoreNames || covers(each.names, domain));
  const all = (await Promise.all(fitting.map(({ arn }) => look.at(certificate, arn)))).flatMap(each => {
    const found = present(each);
    return found !== undefined && covers(found.names, domain) ? [found] : [];
  });
  const leaves = shown({ edge }).map(({ leaf }) => leaf);
  const theShown = all.find(each => each.status === 'ISSUED' && leaves.some(leaf => isSame(leaf, each)));
  // One that is merely for the name says nothing of a front that is not CloudFront: that one's may be in any region, or not of ACM.
  const isOther = leaves.length > 0 && edge.servedBy !== 'cloudfront' && edge.servedBy !== 'ses';
  if (theShown !== undefined || isOther) return theShown;
  return all.find(({ usedBy }) => usedBy.length > 0) ?? all.find(({ status }) => status === 'ISSUED');
}

const present = (found: AcmCertificate | 'absent'): AcmCertificate | undefined => (found === 'absent' ? undefined : found);

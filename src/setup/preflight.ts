/** Looks, before anything is made, at what in DNS would make it come to nothing: CAA records that keep Amazon out, a zone that the world does not ask. */
import { Trouble } from '../errors.ts';
import { amazonMayIssue } from '../observe/caa.ts';
import { delegation } from '../observe/delegation.ts';
import type { Look } from '../observe/look.ts';
import { plainName } from '../observe/record.ts';
import { nameServers } from '../observe/zone.ts';
import { ownersLead } from './by-hand.ts';
import type { Change, Plan } from './plan.ts';
import { zoneFor } from './zone-for.ts';

/** @returns sentences about what could not be told; throws Trouble `setup.certificate` or `setup.zone` for what cannot work */
export async function preflight({ changes }: Pick<Plan, 'changes'>, look: Look): Promise<string[]> {
  const isNew = (kind: string) => changes.find(change => change.kind === kind && change.action === 'create');
  const certificate = isNew('certificate');
  const writing = [isNew('dkim'), isNew('validation'), isNew('record')].find(change => change?.want.fields['dns'] === 'route53');
  const isLed = ({ kind, fields }: Change) => kind === 'distribution' && fields.some(({ path }) => path === 'origin');
  const front =
    isNew('distribution') ??
    changes.find(isLed) ??
    changes.find(({ kind, action, want }) => kind === 'proof' && action !== 'none' && want.fields['front'] === 'own');
  const notes = await Promise.all([
    front === undefined ? [] : trackingHost(look, String(front.want.fields['origin'])),
    certificate === undefined ? [] : caa(look, certificate, isNew('validation')?.want.fields['dns']),
    writing === undefined ? [] : liveZone(look, writing),
  ]);
  return notes.flat();
}

async function caa(look: Look, { want: { name } }: Change, dns: unknown): Promise<string[]> {
  // A name that is not there yet is not asked for: resolvers would remember that there is none. It has no CAA records either.
  const zone = dns === 'route53' ? (await zoneFor(look, name)).name : undefined;
  const isThere = (await ownersLead(look.network, name, zone)) !== null;
  const verdict = await amazonMayIssue(look.network, isThere ? name : name.split('.').slice(1).join('.'));
  if (verdict.kind === 'forbidden')
    throw new Trouble(
      'setup.certificate',
      `${verdict.why}, so ACM cannot issue a certificate for ${name}`,
      `Add the record \`${verdict.at} CAA 0 issue "amazon.com"\` beside the others and run setup again.`,
    );
  return verdict.kind === 'unknown' ? [`whether ACM may issue a certificate for ${name} is not known: ${verdict.why}`] : [];
}

async function liveZone(look: Look, { want: { name } }: Change): Promise<string[]> {
  const zone = await zoneFor(look, name);
  const [owners, own] = await Promise.all([delegation(look.network, plainName(zone.name)), look.at(nameServers, zone.id)]);
  if ('failed' in owners) return [`whether the hosted zone ${zone.id} is the one that the world asks is not known: ${owners.failed}`];
  const isLive = owners.zone === plainName(zone.name) && owners.nameServers.some(server => own.includes(plainName(server)));
  if (own.length === 0 || isLive) return [];
  throw new Trouble(
    'setup.zone',
    `the world asks ${owners.nameServers.join(', ')} for ${plainName(zone.name)}, not the hosted zone ${zone.id}, whose servers are ${own.join(', ')}`,
    'Name the servers of the hosted zone at the registrar, or say `dns: manual` in the config file and write the records yourself.',
  );
}

/** AWS: not every region with SES has a tracking host, and no list of them could be found that is sure. */
async function trackingHost(look: Look, origin: string): Promise<string[]> {
  const found = await look.network.dns.look('A', origin);
  if (found.kind === 'no-name')
    throw new Trouble(
      'setup.origin',
      `${origin} is not there: SES has no tracking host of that name`,
      'Check --region, or name the host with --tracking-origin.',
    );
  return found.kind === 'failed' ? [`whether ${origin} is there could not be looked up: ${found.why}`] : [];
}

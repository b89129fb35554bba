/** Decides what of a deployment goes and what stays, and takes it away in an order that breaks nothing. */
import type { Settings } from '../config/schema.ts';
import { Trouble } from '../errors.ts';
import { configurationSet } from '../observe/configuration-set.ts';
import { type Look, lookAt } from '../observe/look.ts';
import { type Place, place as readPlace } from '../observe/place.ts';
import { withMade } from './find-made.ts';
import { haveAll } from './have.ts';
import { foundBySet, leftOver, losses, type Unread } from './losses.ts';
import { foreign, ownerOf, ownerTag } from './owner.ts';
import type { Have, Want } from './resource.ts';
import { isFront } from './resources/index.ts';
import { sharedParts } from './shared-front.ts';
import { feedersLeft, publishersLeft, type Telling, usersLeft } from './still-used.ts';
import { asked, wants } from './want.ts';
import { letIn } from './withdraw.ts';

/** One thing that is there. */
export interface Removal {
  id: string;
  kind: string;
  title: string;
  action: 'remove' | 'keep';
  /** Why it is kept. */
  why?: string;
  want: Want;
  have: Have;
}

export interface Teardown {
  format: 1;
  deployment: string;
  place: Place;
  removals: Removal[];
  /** Sentences: what is lost besides. */
  warnings: string[];
}

/** What takes the tracking domain off a set; no AWS thing of its own. */
export const trackingKind = 'tracking-options';
/** What takes the sets that go out of the policy of a topic that stays. */
export const grantKind = 'topic-grant';
/** What a setup asks and does not make. */
const proofs = new Set(['proof', 'front', trackingKind]);

/**
 * @param keepFront true where links of mails already delivered must go on working
 * @param telling told when it takes long to find out who else uses what would go
 */
export async function prepareTeardown(
  given: Settings,
  from: Pick<Look, 'aws' | 'network'>,
  { keepFront, telling = () => {} }: { keepFront: boolean; telling?: Telling },
): Promise<Teardown> {
  const look = lookAt(from);
  const place = await look.at(readPlace);
  const wish = asked(await withDomain(given, look), { allowHttp: true });
  const { deployment, tracking: { domain } = {} } = wish;
  const wanted = (await withMade(wants(wish, place), look, deployment, place)).filter(({ kind }) => !proofs.has(kind));
  const byId = new Map(wanted.map(want => [want.id, want]));
  const { haves, unread } = await haveReadable(wanted, look);
  const there = wanted.flatMap(want => {
    const have = haves.get(want.id);
    return have === undefined ? [] : [{ want, have, owner: ownerOf(want, haves, byId) }];
  });
  const ours = there.filter(({ owner }) => owner === deployment);
  const leaving = new Set(ours.filter(({ want }) => want.kind === 'configuration-set').map(({ want }) => want.name));
  const kept = await inUse(ours, look, place, { deployment, domain, leaving, keepFront, telling });
  const removals = there.map(({ want, have, owner }): Removal => {
    const why = owner === deployment ? (kept.get(want.id) ?? waitsToGo(want, have)) : whose(want, owner, deployment);
    const { id, kind, title } = want;
    return { id, kind, title, action: why === undefined ? 'remove' : 'keep', ...(why === undefined ? {} : { why }), want, have };
  });
  const cleared = await Promise.all([...leaving].map(set => tracked(set, look)));
  return {
    format: 1,
    deployment,
    place,
    removals: [...cleared.flat(), ...removals, ...removals.flatMap(each => withdrawal(each, { leaving, place, deployment }))],
    warnings: [
      ...losses(removals, domain),
      ...leftOver(removals, unread, { uses: cleared.flat(), domain, deployment, keepFront }),
      ...foundBySet(removals, domain, given),
    ],
  };
}

/** The tracking domain is the one asked for, else the one that the sets use. */
async function withDomain(settings: Settings, look: Look): Promise<Settings> {
  if (settings.tracking?.domain !== undefined) return settings;
  const { sets, deployment } = asked(settings, { allowHttp: true });
  const found = await Promise.all(sets.map(({ name }) => look.at(configurationSet, name)));
  const domain = found.flatMap(set => (set === 'absent' || set.tags[ownerTag] !== deployment ? [] : (set.trackingDomain ?? [])))[0];
  return domain === undefined ? settings : { ...settings, tracking: { ...settings.tracking, domain } };
}

async function haveReadable(wanted: readonly Want[], look: Look): Promise<{ haves: Map<string, Have>; unread: Unread[] }> {
  const unread: Unread[] = [];
  const read = await Promise.all(
    wanted.map(async want => {
      try {
        return await haveAll([want], look);
      } catch (error) {
        if (!(error instanceof Trouble) || !error.code.startsWith('setup.')) throw error;
        unread.push({ want, why: error.message });
        return new Map<string, Have>();
      }
    }),
  );
  return { haves: new Map(read.flatMap(each => [...each])), unread };
}

function whose(want: Want, owner: string | null | undefined, deployment: string): string {
  return foreign(want, owner, deployment) ?? `${want.title} was there before setup`;
}

/** AWS: what has not confirmed has no ARN to unsubscribe by. */
function waitsToGo({ kind }: Want, { outputs, pending }: Have): string | undefined {
  if (kind !== 'subscription' || pending === undefined || outputs['arn'] !== undefined) return undefined;
  return 'it has never confirmed, so it cannot be unsubscribed; it goes with its topic';
}

/** Why what is ours must stay all the same, by id. */
async function inUse(
  ours: readonly { want: Want; have: Have }[],
  look: Look,
  place: Place,
  {
    deployment,
    domain,
    leaving,
    keepFront,
    telling,
  }: { deployment: string; domain: string | undefined; leaving: ReadonlySet<string>; keepFront: boolean; telling: Telling },
): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  const topics = ours.filter(({ want }) => want.kind === 'topic');
  for (const { want } of topics) {
    const [set] = await publishersLeft(look, place, want.name, { leaving, telling });
    if (set === undefined) continue;
    const subscriptions = ours.filter(each => each.want.parent === want.id);
    for (const each of [{ want }, ...subscriptions]) kept.set(each.want.id, `configuration set ${set} publishes to topic ${want.name}`);
  }
  const topicsOf = (stays: boolean) => topics.filter(({ want }) => kept.has(want.id) === stays).map(({ want }) => want.name);
  for (const { want, have } of ours.filter(({ want }) => want.kind === 'queue')) {
    const [topic] = await feedersLeft(look, place, have, { leaving: new Set(topicsOf(false)), staying: topicsOf(true) });
    if (topic !== undefined) kept.set(want.id, `topic ${topic} leads to it`);
  }
  const front = ours.filter(({ want }) => isFront(want.kind));
  const shared = keepFront ? new Map<string, string>() : await sharedParts(front, look, deployment);
  for (const { want } of front) {
    const why = shared.get(want.kind);
    if (why !== undefined) kept.set(want.id, why);
  }
  const [user] = keepFront || front.length === 0 || domain === undefined ? [] : await usersLeft(look, domain, { leaving, telling });
  const why = keepFront ? 'links in mails already delivered lead here (--keep-front)' : `configuration set ${user} uses ${domain}`;
  if (keepFront || user !== undefined) for (const { want } of front) kept.set(want.id, why);
  return kept;
}

/** Taking the tracking domain off a set, where it has one. */
async function tracked(set: string, look: Look): Promise<Removal[]> {
  const found = await look.at(configurationSet, set);
  if (found === 'absent' || found.trackingDomain === undefined) return [];
  const want: Want = { id: `${trackingKind}/${set}`, kind: trackingKind, name: set, title: `tracking options of ${set}`, fields: {}, needs: [] };
  const have: Have = { fields: { domain: found.trackingDomain }, outputs: {} };
  return [{ id: want.id, kind: want.kind, title: want.title, action: 'remove', want, have }];
}

/** The topic that stays is ours and goes on; what it lets in is not what it was. */
function withdrawal(
  { kind, action, want, have }: Removal,
  { leaving, place, deployment }: { leaving: ReadonlySet<string>; place: Place; deployment: string },
): Removal[] {
  const sets = kind === 'topic' && action === 'keep' && have.owner === deployment ? letIn(have, leaving, place) : [];
  if (sets.length === 0) return [];
  const title = `permission of ${sets.join(', ')} in the policy of ${want.title}`;
  const about: Want = { id: `${grantKind}/${want.name}`, kind: grantKind, name: want.name, title, fields: { sets }, needs: [] };
  return [{ id: about.id, kind: grantKind, title, action: 'remove', want: about, have: { fields: { sets }, outputs: {} } }];
}

/**
 * Ids that must be gone before this one goes: tracking options before all, then what sends before what receives, and a front after the sets
 * whose mails lead to it, its parts in the reverse of the order they were made in.
 */
export function goesAfter(removal: Removal, all: readonly Removal[]): string[] {
  const rank = rankOf(removal.kind);
  return all.filter(each => rankOf(each.kind) < rank || (rank === ranks.length && each.want.needs.includes(removal.id))).map(({ id }) => id);
}

// A queue before its subscription: as long as the subscription is there, another teardown finds the queue by it.
const ranks = [trackingKind, 'event-destination', 'queue', 'subscription', 'topic', grantKind, 'configuration-set'];

function rankOf(kind: string): number {
  const index = ranks.indexOf(kind);
  return index < 0 ? ranks.length : index;
}

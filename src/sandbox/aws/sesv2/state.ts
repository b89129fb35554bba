/** What SES keeps for one account in one region, and how a world is furnished at the start. */
import type {
  DeliveryOptions,
  EmailTemplateContent,
  EventDestination,
  MessageSecurityOptions,
  SuppressionListReason,
  SuppressionOptions,
  Tag,
  Topic,
  TrackingOptions,
  VdmAttributes,
  VdmOptions,
} from '@aws-sdk/client-sesv2';
import { shelf, type World } from '../../world.ts';
import { openZone } from '../route53/zone.ts';
import { dkimRecords, lookForDkim } from './dkim.ts';

export interface Identity {
  name: string;
  type: 'DOMAIN' | 'EMAIL_ADDRESS';
  isVerified: boolean;
  /** The default configuration set: applies when a send names none. */
  configurationSet?: string;
  tags: Tag[];
  dkimTokens: string[];
  /** Domains are signed unless somebody switched it off. */
  isUnsigned?: boolean;
  createdAt?: number;
  /** When DNS first showed all DKIM records. */
  dkimSeenAt?: number;
}

export interface ConfigurationSet {
  name: string;
  tracking?: TrackingOptions;
  delivery?: DeliveryOptions;
  reputationMetrics: boolean;
  sending: boolean;
  suppression?: SuppressionOptions;
  vdm?: VdmOptions;
  archiveArn?: string;
  security?: MessageSecurityOptions;
  tags: Tag[];
  destinations: EventDestination[];
}

export interface Template {
  name: string;
  content: EmailTemplateContent;
  createdAt: Date;
  tags: Tag[];
}

export interface ContactList {
  name: string;
  description?: string;
  topics: Topic[];
  tags: Tag[];
  createdAt: Date;
  updatedAt: Date;
  /** By address in lower case; who is absent has the topics' defaults. */
  contacts: Map<string, Contact>;
}

export interface Contact {
  address: string;
  unsubscribedFromAll: boolean;
  /** Topic name → opted in. */
  topics: Map<string, boolean>;
  createdAt: Date;
  updatedAt: Date;
}

export interface Ses {
  identities: Map<string, Identity>;
  configurationSets: Map<string, ConfigurationSet>;
  templates: Map<string, Template>;
  contactLists: Map<string, ContactList>;
  /** Address in lower case → why. */
  suppressed: Map<string, { reason: SuppressionListReason; at: Date }>;
  suppressedReasons: SuppressionListReason[];
  /** Out of SES's own sandbox: may write to anybody. */
  hasProductionAccess: boolean;
  sending: boolean;
  vdm?: VdmAttributes;
  /** When each recipient that counts for the quota was written to, in milliseconds, oldest first; of the last day at least. */
  sentAt: number[];
}

interface Region {
  ses?: Ses;
}

const readyTokens = ['sandbox1', 'sandbox2', 'sandbox3'];

const regions = shelf<Region>(() => ({}));
const furnishings = shelf<{ kind: 'ready' | 'empty'; regions: Set<string> }>(() => ({ kind: 'empty', regions: new Set() }));

/** `ready`: a hosted zone and, in every region, a verified domain `example.test` and production access. `empty`: an account of the first day. */
export function furnish(world: World, kind: 'ready' | 'empty'): void {
  furnishings(world, '').kind = kind;
  if (kind === 'empty') return;
  const sets = dkimRecords('example.test', readyTokens).map(({ name, value }) => ({
    Name: name,
    Type: 'CNAME' as const,
    TTL: 1800,
    ResourceRecords: [{ Value: value }],
  }));
  openZone(world, { name: 'example.test', callerReference: 'ready', sets });
}

/** SES of that world in that region. */
export function ses(world: World, region: string): Ses {
  const kept = regions(world, region);
  const account = furnishings(world, '');
  account.regions.add(region);
  kept.ses ??= open(account.kind === 'ready');
  for (const identity of kept.ses.identities.values()) if (identity.type === 'DOMAIN' && !identity.isVerified) lookForDkim(world, identity);
  return kept.ses;
}

/** Whether the account may write to anybody; SES calls it production access. */
export function isOutOfSandbox({ traps }: World, kept: Ses): boolean {
  return kept.hasProductionAccess && !traps.has('ses-sandboxed');
}

const dayMs = 86_400_000;

/** What the account may send in a day and a second, and what it has sent in the last 24 hours. */
export function quotaOf(world: World, kept: Ses): { Max24HourSend: number; MaxSendRate: number; SentLast24Hours: number } {
  const today = world.clock.now() - dayMs;
  while (kept.sentAt[0] !== undefined && kept.sentAt[0] <= today) kept.sentAt.shift();
  const quota = isOutOfSandbox(world, kept) ? { Max24HourSend: 50_000, MaxSendRate: 14 } : { Max24HourSend: 200, MaxSendRate: 1 };
  return { ...quota, SentLast24Hours: world.traps.has('ses-quota-used') ? quota.Max24HourSend : kept.sentAt.length };
}

/** SES in every region that was used so far, the world's own among them. */
export function sesEverywhere(world: World): Ses[] {
  return [...new Set([world.region, ...furnishings(world, '').regions])].map(region => ses(world, region));
}

function open(isReady: boolean): Ses {
  const identity: Identity = { name: 'example.test', type: 'DOMAIN', isVerified: true, tags: [], dkimTokens: [...readyTokens] };
  return {
    identities: new Map(isReady ? [[identity.name, identity]] : []),
    configurationSets: new Map(),
    templates: new Map(),
    contactLists: new Map(),
    suppressed: new Map(),
    suppressedReasons: ['BOUNCE', 'COMPLAINT'],
    hasProductionAccess: isReady,
    sending: true,
    sentAt: [],
  };
}

/** `ses` ARNs of this account: `configuration-set/NAME`, `identity/NAME`, `template/NAME`, `contact-list/NAME`. */
export function sesArn(world: World, region: string, resource: string): string {
  return `arn:aws:ses:${region}:${world.account}:${resource}`;
}

/** One page of a list and the token of the next. */
export function page<T>(all: readonly T[], size: number | undefined, token: string | undefined): { items: T[]; NextToken?: string } {
  const from = Number(token ?? 0) || 0;
  const to = from + (size ?? 1000);
  return { items: all.slice(from, to), ...(to < all.length ? { NextToken: String(to) } : {}) };
}

/** What recipients do with a mail: everybody gets it, and some names have a part to play. */
import { Trouble } from '../errors.ts';
import { makeMessageId, parseTrackedLink } from '../links/tracked-link.ts';
import type { BounceKind } from './event-records.ts';
import { reach } from './front.ts';
import type { Mail } from './inbox.ts';
import { publishEvent } from './publish-event.ts';
import type { World } from './world.ts';

/** One thing that somebody does, so many milliseconds after the send, by AWS's time. */
interface Act {
  afterMs: number;
  does(stage: Stage): Promise<unknown>;
}

interface Stage {
  world: World;
  mail: Mail;
  address: string;
}

interface Reader {
  userAgent: string;
  ip: string;
}

const person: Reader = {
  userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  ip: '203.0.113.20',
};
const gateway: Reader = { userAgent: 'Mozilla/5.0 (compatible; Barracuda Sentinel; mail security gateway)', ip: '203.0.113.99' };
// Real ones: Apple's proxies say no more than this; Gmail's say who they are.
const appleProxy: Reader = { userAgent: 'Mozilla/5.0', ip: '17.58.0.10' };
const gmailProxy: Reader = {
  userAgent: 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
  ip: '66.249.84.10',
};
const mail139: Reader = {
  userAgent: 'Mozilla/5.0 (Linux; Android 14; OPPO A33m) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 139PE',
  ip: '203.0.113.139',
};

const bounces = {
  unknownUser: {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    action: 'failed',
    status: '5.1.1',
    diagnosticCode: 'smtp; 550 5.1.1 user unknown',
    reportingMTA: 'dns; a7-7.smtp-out.amazonses.com',
  },
  // AWS: an automatic answer such as "out of office" comes as a transient bounce after the delivery.
  outOfOffice: { bounceType: 'Transient', bounceSubType: 'General' },
  suppressed: {
    bounceType: 'Permanent',
    bounceSubType: 'Suppressed',
    action: 'failed',
    status: '5.1.1',
    diagnosticCode: 'Amazon SES has suppressed sending to this address because it has a recent history of bouncing as an invalid address.',
    reportingMTA: 'dns; amazonses.com',
  },
  onAccountList: {
    bounceType: 'Permanent',
    bounceSubType: 'OnAccountSuppressionList',
    action: 'failed',
    status: '5.1.1',
    diagnosticCode: 'Amazon SES did not send the message to this address because it is on the suppression list for your account.',
    reportingMTA: 'dns; amazonses.com',
  },
  unsubscribed: {
    bounceType: 'Permanent',
    bounceSubType: 'UnsubscribedRecipient',
    action: 'failed',
    status: '5.1.1',
    reportingMTA: 'dns; amazonses.com',
  },
} as const satisfies Record<string, BounceKind>;

const deliver = (afterMs = 1000): Act => ({
  afterMs,
  does: ({ world, mail, address }) => publishEvent(world, mail, { type: 'DELIVERY', at: world.clock.now(), recipient: address }),
});

const bounce = (afterMs: number, kind: BounceKind): Act => ({
  afterMs,
  does: ({ world, mail, address }) =>
    publishEvent(world, mail, { type: 'BOUNCE', at: world.clock.now(), recipient: address, bounce: kind, feedbackId: feedbackId(world, mail) }),
});

const complain = (afterMs: number): Act => ({
  afterMs,
  does: ({ world, mail, address }) =>
    publishEvent(world, mail, { type: 'COMPLAINT', at: world.clock.now(), recipient: address, feedbackId: feedbackId(world, mail) }),
});

const delay = (afterMs: number): Act => ({
  afterMs,
  does: ({ world, mail, address }) =>
    publishEvent(world, mail, { type: 'DELIVERY_DELAY', at: world.clock.now(), recipient: address, expiresAt: mail.at + 50_400_000 }),
});

const open = (afterMs: number, reader = person): Act => ({
  afterMs,
  does: async ({ world, mail }) => mail.pixel !== undefined && visit(world, mail.pixel, headersOf(reader)),
});

/** @param which of the tracked links; all, or none where the mail has none */
const click = (afterMs: number, which: 'first' | 'all', reader = person, asks = (tracked: string) => tracked): Act => ({
  afterMs,
  does: async ({ world, mail }) => {
    for (const { tracked } of which === 'all' ? mail.links : mail.links.slice(0, 1)) await visit(world, asks(tracked), headersOf(reader));
  },
});

/** What 139 Mail does: asks for the link after decoding it once. */
function decodedOnce(tracked: string): string {
  const link = parseTrackedLink(tracked);
  return link.kind === 'click' ? tracked.replace(link.raw, () => link.target) : tracked;
}

/** By the local part of an address, whatever its domain; what follows a `+` is a label. */
const roles: Readonly<Record<string, readonly Act[]>> = {
  success: [deliver()],
  bounce: [bounce(2000, bounces.unknownUser)],
  ooto: [deliver(), bounce(3000, bounces.outOfOffice)],
  complaint: [deliver(), complain(4000)],
  suppressionlist: [bounce(1000, bounces.suppressed)],
  reader: [deliver(), open(6000), click(9000, 'first')],
  opens: [deliver(), open(6000)],
  'clicks-all': [deliver(), open(6000), click(9000, 'all')],
  twice: [deliver(), open(6000), click(9000, 'first'), open(20_000), click(24_000, 'first')],
  scanner: [deliver(), open(1300, gateway), click(1500, 'all', gateway)],
  'apple-mpp': [deliver(), open(3000, appleProxy)],
  'gmail-proxy': [deliver(), open(8000, gmailProxy)],
  mail139: [deliver(), open(6000, mail139), click(9000, 'first', mail139, decodedOnce)],
  delay: [delay(5000), deliver(30_000)],
};

/** Names that have a part; documented in docs/sandbox.md. */
export const roleNames: readonly string[] = Object.keys(roles);

export type Withheld = 'onAccountList' | 'unsubscribed';

/** Sets on the agenda what that recipient will do. @param withheld why SES does not even try */
export function act(world: World, mail: Mail, address: string, withheld?: Withheld): void {
  const local = /([^<@\s]*)@[^@]*$/.exec(address)?.[1]?.split('+')[0]?.toLowerCase() ?? '';
  const part = withheld !== undefined ? [bounce(1000, bounces[withheld])] : Object.hasOwn(roles, local) ? (roles[local] ?? []) : [deliver()];
  for (const { afterMs, does } of part) {
    world.later(afterMs, async () => {
      await does({ world, mail, address });
    });
  }
}

/** A reader opens a link of a mail. Where no answer comes, the reader sees an error page of the browser's own and SES hears nothing. */
async function visit(world: World, url: string, headers: Record<string, string>): Promise<void> {
  try {
    await reach(world, url, { headers });
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
  }
}

function headersOf({ userAgent, ip }: Reader): Record<string, string> {
  return { 'user-agent': userAgent, 'x-forwarded-for': ip };
}

function feedbackId(world: World, mail: Mail): string {
  return makeMessageId(mail.region, world.clock.now(), world.random.uuid());
}

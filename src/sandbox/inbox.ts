/** The mails SES has taken, as they were delivered; what events are told about them. */
import { type Part, readParts, walk } from '../mail/parts.ts';
import { openBody } from '../mail/transfer.ts';
import type { SandboxMail } from '../outside/index.ts';
import type { WrappedLink } from './rewrite.ts';
import { shelf, type World } from './world.ts';

export interface CommonHeaders {
  from?: string[];
  to?: string[];
  cc?: string[];
  bcc?: string[];
  sender?: string[];
  replyTo?: string[];
  returnPath?: string;
  messageId?: string;
  subject?: string;
  date?: string;
}

export interface Mail {
  messageId: string;
  region: string;
  /** Milliseconds since 1970: when SES took it. */
  at: number;
  /** The From header as given, `Sender Name <sender@example.test>`. */
  source: string;
  /** ARN of the identity that let it through. */
  sourceArn: string;
  /** Every envelope recipient. */
  destination: string[];
  /** As handed to SES, X-SES headers included. */
  headers: { name: string; value: string }[];
  headersTruncated: boolean;
  commonHeaders: CommonHeaders;
  /** Automatic and own. */
  tags: Record<string, string[]>;
  configurationSet?: string;
  subject: string;
  /** The whole message as delivered; undefined where it never was (rejected, not rendered). */
  delivered?: Uint8Array;
  links: WrappedLink[];
  pixel?: string;
  /** What an unsubscribe would change. */
  list?: { name: string; topic?: string };
}

/** A sandbox that runs for weeks forgets its oldest mails. */
const mailLimit = 10_000;

const boxes = shelf<Map<string, Mail>>(() => new Map());

/** Keeps a mail, the newest last. */
export function keepMail(world: World, mail: Mail): void {
  const box = boxes(world, '');
  box.set(mail.messageId, mail);
  const [oldest] = box.keys();
  if (box.size > mailLimit && oldest !== undefined) box.delete(oldest);
}

/** A mail by its SES id. */
export function findMail(world: World, messageId: string): Mail | undefined {
  return boxes(world, '').get(messageId);
}

/** Every mail that was delivered, oldest first, as the outside sees it. */
export function inbox(world: World): SandboxMail[] {
  return [...boxes(world, '').values()].flatMap(mail => (mail.delivered === undefined ? [] : [view(world, mail, mail.delivered)]));
}

function view(world: World, mail: Mail, delivered: Uint8Array): SandboxMail {
  const parts = [...walk(readParts(delivered))];
  const html = textOf(parts, delivered, 'text/html');
  const text = textOf(parts, delivered, 'text/plain');
  return {
    messageId: mail.messageId,
    region: mail.region,
    at: new Date(mail.at).toISOString(),
    from: mail.source,
    subject: mail.subject,
    recipients: mail.destination,
    ...(mail.configurationSet === undefined ? {} : { configurationSet: mail.configurationSet }),
    ...(html === undefined ? {} : { html }),
    ...(text === undefined ? {} : { text }),
    raw: Buffer.from(delivered).toString('utf8'),
    links: mail.links.map(({ url, tracked }) => ({ url, tracked, visit: visitUrl(world, tracked) })),
  };
}

/** The tracked link on the sandbox's own address, its raw path untouched. */
function visitUrl(world: World, tracked: string): string {
  return world.url + tracked.replace(/^https?:\/\/[^/]*/i, '');
}

function textOf(parts: readonly Part[], bytes: Uint8Array, type: string): string | undefined {
  const part = parts.find(each => each.type === type && each.disposition !== 'attachment');
  if (part === undefined) return undefined;
  const { decoded } = openBody(bytes.subarray(part.bodyStart, part.bodyEnd), part.encoding);
  return decode(decoded, part.parameters['charset']);
}

function decode(bytes: Uint8Array, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // A charset nobody knows: as good as can be.
    return new TextDecoder().decode(bytes);
  }
}

/** The event as everything here sees it: one thing that happened to one message, whatever road it came by. */

/** SES's own words; AWS adds to them, so an unknown word is kept as it is. */
export const eventTypes = [
  'Send',
  'Delivery',
  'Open',
  'Click',
  'Bounce',
  'Complaint',
  'Reject',
  'Rendering Failure',
  'DeliveryDelay',
  'Subscription',
] as const;

export type EventType = (typeof eventTypes)[number] | (string & {});

/** The record that `trace --json`, the store and the library share. Documented in docs/events.md; it only grows. */
export interface Event {
  /** Same event, same id, however often it is delivered: 32 hexadecimal digits (events/identity.ts). */
  id: string;
  source: 'sns' | 'sqs' | 'import' | 'fallback';
  /** SES's message id, the one SendEmail returned; the only id events are joined on. */
  messageId: string;
  type: EventType;
  /** ISO 8601 in UTC with milliseconds: the event's own time (the open's, the click's), never the mail's. */
  at: string;
  recipients: string[];
  configurationSet?: string;
  tags: Record<string, string[]>;
  link?: string;
  linkTags?: Record<string, string[]>;
  userAgent?: string;
  ip?: string;
  /** What SES says (`isBotEvent`); absent in older events, and absent is unknown, never human. */
  bot: 'likely' | 'unlikely' | 'unknown';
  /** What we make of it: a person, an image proxy, a bot, or unknown. */
  reader: 'person' | 'proxy' | 'bot' | 'unknown';
  /** The payload of its type as SES sent it (`bounce`, `click`, `failure`, …). */
  detail: Record<string, unknown>;
  /** When we took it in, ISO 8601 UTC. */
  receivedAt: string;
}

/** What the event's mail object tells about the message itself. */
export interface MailFacts {
  messageId: string;
  /** ISO 8601 UTC: when SES took the message. */
  sentAt: string;
  subject?: string;
  source?: string;
  recipients: string[];
}

/** Something signed and genuine that we cannot read; set aside, never dropped. */
export interface Unreadable {
  unreadable: string;
  raw: string;
}

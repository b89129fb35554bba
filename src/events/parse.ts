/** Reads an SES record, in any of the three shapes AWS sends, into an event and what it tells of its mail: total, never throws. */
import type { Event, MailFacts, Unreadable } from './event.ts';
import { eventId } from './identity.ts';
import { isDeeperThan, isObject, type Json, objectOf, parseJson, tagsOf, textOf, textsOf } from './json.ts';
import { type Privacy, redact, redactedText } from './privacy.ts';
import { readerOf } from './reader.ts';

export interface Road {
  source: Event['source'];
  /** SNS's MessageId, the same in every retry; absent where the road has none. */
  publication?: string;
  /** ISO 8601 UTC. */
  receivedAt: string;
  privacy: Privacy;
}

/** A record as it may be kept. */
export interface Told {
  event: Event;
  mail: MailFacts;
  raw: string;
}

/** What AWS sends that is no event, by design: `nothing` says which. */
export interface Nothing {
  nothing: string;
}

/** AWS: SES publishes this plain text when a destination is made or changed, and a consumer must survive it. */
const testMessage = /^Successfully validated SNS topic for Amazon SES event publishing\.?\s*$/;

/** Where each type keeps what it tells. AWS: that of `Rendering Failure` (with a space) is under `failure`. */
const payloadKeys = new Map([
  ['Send', 'send'],
  ['Delivery', 'delivery'],
  ['Open', 'open'],
  ['Click', 'click'],
  ['Bounce', 'bounce'],
  ['Complaint', 'complaint'],
  ['Reject', 'reject'],
  ['Rendering Failure', 'failure'],
  ['DeliveryDelay', 'deliveryDelay'],
  ['Subscription', 'subscription'],
]);

/** SES nests six deep; what nests deeper than this is not SES's. */
const deepest = 64;

/** AWS: these tell no time of their own; they happen when SES takes the mail. */
const timelessTypes = new Set(['Send', 'Reject', 'Rendering Failure']);

/**
 * @param given one record: event publishing's (`eventType`), an identity's notification (`notificationType`), or EventBridge's event around the former
 * @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export function readRecord(given: string, road: Road): Told | Nothing | Unreadable {
  // No database keeps a NUL in a text: PostgreSQL refuses it, Node 22's SQLite cuts the text there.
  const text = given.replaceAll('\0', '\ufffd').replaceAll('\\u0000', '\\ufffd');
  if (testMessage.test(text)) return { nothing: "SES's test message" };
  const json = parseJson(text);
  if (!isObject(json) || isDeeperThan(deepest, json))
    return { unreadable: isObject(json) ? 'nested too deeply' : 'not a JSON object', raw: redactedText(text, road.privacy) };
  if (json['notificationType'] === 'AmazonSnsSubscriptionSucceeded') return { nothing: "SES's set-up notification" };
  const kept = redact(json, road.privacy);
  const raw = road.privacy === 'full' ? text : JSON.stringify(kept);
  const unreadable = (why: string): Unreadable => ({ unreadable: why, raw });
  const record = isObject(kept['detail']) ? kept['detail'] : kept;
  const type = textOf(record['eventType']) ?? textOf(record['notificationType']);
  // AWS: aws.ses on EventBridge also tells of sending status and advice, which are about no mail.
  if (type === undefined && kept['source'] === 'aws.ses') return { nothing: `EventBridge "${textOf(kept['detail-type']) ?? 'event'}"` };
  if (type === undefined) return unreadable('no eventType');
  const mail = readMail(record);
  if (mail === undefined) return unreadable('no mail with messageId and timestamp');
  const detail = payloadOf(record, type);
  const at = instant(detail['timestamp']) ?? (timelessTypes.has(type) ? mail.sentAt : undefined);
  if (at === undefined && payloadKeys.has(type)) return unreadable(`no time of the ${type}`);
  const told = { mail, detail, type, at: at ?? instant(kept['time']) ?? mail.sentAt, tags: tagsOf(objectOf(record['mail'])['tags']) };
  const publication = road.publication ?? (record === kept ? undefined : textOf(kept['id']));
  return { event: makeEvent(told, road, publication), mail, raw };
}

function makeEvent(
  told: { mail: MailFacts; detail: Json; type: string; at: string; tags: Event['tags'] },
  road: Road,
  publication: string | undefined,
): Event {
  const { mail, detail, type, at, tags } = told;
  const recipients = recipientsOf(detail) ?? mail.recipients;
  const link = textOf(detail['link']);
  const userAgent = textOf(detail['userAgent']);
  const ip = textOf(detail['ipAddress']);
  const feedbackId = textOf(detail['feedbackId']);
  const configurationSet = tags['ses:configuration-set']?.[0];
  const bot = botOf(detail['isBotEvent']);
  const known = { ...(link && { link }), ...(userAgent && { userAgent }), ...(ip && { ip }) };
  return {
    id: eventId({ messageId: mail.messageId, type, at, recipients, ...known, ...(feedbackId && { feedbackId }) }, publication),
    source: road.source,
    messageId: mail.messageId,
    type,
    at,
    recipients,
    ...(configurationSet !== undefined && { configurationSet }),
    tags,
    ...known,
    ...(isObject(detail['linkTags']) && { linkTags: tagsOf(detail['linkTags']) }),
    bot,
    reader: readerOf(type, bot, userAgent),
    detail,
    receivedAt: road.receivedAt,
  };
}

/** AWS: any other message id, in headers or commonHeaders, is the one the sender gave; events are joined on mail.messageId alone. */
function readMail(record: Json): MailFacts | undefined {
  const mail = objectOf(record['mail']);
  const messageId = textOf(mail['messageId']);
  const sentAt = instant(mail['timestamp']);
  if (messageId === undefined || sentAt === undefined) return undefined;
  // AWS: headers are absent from rendering failures and delays, and cut short (`headersTruncated`) in others.
  const subject = textOf(objectOf(mail['commonHeaders'])['subject']) ?? headerOf(mail['headers'], 'subject');
  const source = textOf(mail['source']);
  return {
    messageId,
    sentAt,
    ...(subject !== undefined && { subject }),
    ...(source !== undefined && { source }),
    recipients: textsOf(mail['destination']).map(bareAddress),
  };
}

function headerOf(headers: unknown, name: string): string | undefined {
  if (!Array.isArray(headers)) return undefined;
  const found = headers.find(each => isObject(each) && textOf(each['name'])?.toLowerCase() === name);
  return isObject(found) ? textOf(found['value']) : undefined;
}

/** For a type that AWS has added since: whatever object stands beside `mail`. */
function payloadOf(record: Json, type: string): Json {
  const key = payloadKeys.get(type) ?? type.charAt(0).toLowerCase() + type.slice(1).replaceAll(' ', '');
  if (isObject(record[key])) return record[key];
  if (payloadKeys.has(type)) return {};
  return objectOf(Object.entries(record).find(([name, value]) => name !== 'mail' && isObject(value))?.[1]);
}

/** Whom the event is about, where it says so: a bounce may concern one of several recipients. */
function recipientsOf(detail: Json): string[] | undefined {
  const addresses = ['bouncedRecipients', 'complainedRecipients', 'delayedRecipients'].flatMap(key => {
    const list = detail[key];
    return Array.isArray(list) ? list.flatMap(each => textOf(objectOf(each)['emailAddress']) ?? []) : [];
  });
  const all = [...addresses, ...textsOf(detail['recipients'])].map(bareAddress);
  return all.length === 0 ? undefined : all;
}

/** `Jane <jane@example.com>` → `jane@example.com` */
function bareAddress(text: string): string {
  return /<([^<>]+)>\s*$/.exec(text)?.[1] ?? text;
}

function botOf(value: unknown): Event['bot'] {
  return value === 'Likely' ? 'likely' : value === 'Unlikely' ? 'unlikely' : 'unknown';
}

/** ISO 8601 in UTC with milliseconds, or undefined for what is no time of ours. */
function instant(value: unknown): string | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return ms >= 0 && ms < 253_402_300_800_000 ? new Date(ms).toISOString() : undefined;
}

/** Gives an event its id: half of it says what happened, half says which publication told us. */
import { createHash } from 'node:crypto';

/** What makes two reports tell of the same happening. */
export interface Happening {
  messageId: string;
  type: string;
  at: string;
  recipients: readonly string[];
  /** AWS: unique for each bounce and complaint, the same in both shapes of notification. */
  feedbackId?: string;
  link?: string;
  userAgent?: string;
  ip?: string;
}

/**
 * What cannot happen twice to the same recipients at the same time. AWS: two destinations of one topic, or one beside an identity's own
 * notifications, tell of it twice. <https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html>
 */
const once = new Set(['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject', 'Rendering Failure', 'DeliveryDelay', 'Subscription']);

/**
 * The same event delivered again has the same id, whatever road it takes from one topic, since SNS keeps its message id in every
 * retry and every subscription. Two clicks in one millisecond are two publications and so two ids, even when nothing else differs.
 * What happens once, and reports without a publication (raw delivery to a queue, Firehose), have zeros in the second half.
 * @param publication SNS's MessageId, EventBridge's id
 * @returns 32 hexadecimal digits
 */
export function eventId(happening: Happening, publication: string | undefined): string {
  const { messageId, type, at, recipients, feedbackId, link, userAgent, ip } = happening;
  const what =
    feedbackId === undefined
      ? [messageId, type, at, [...recipients].sort().join(' ').toLowerCase(), link ?? '', userAgent ?? '', ip ?? '']
      : [messageId, type, feedbackId];
  return digest(what) + (publication === undefined || once.has(type) ? '0'.repeat(16) : digest([publication]));
}

/** The half of an id that says what happened: equal for reports of one happening that were published twice. */
export function fingerprintOf(id: string): string {
  return id.slice(0, 16);
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

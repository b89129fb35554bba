/** Reads the body of an SNS post into the message it is, whatever it is: total, never throws. */
import type { Unreadable } from './event.ts';
import { isObject } from './json.ts';

interface Signed {
  messageId: string;
  topicArn: string;
  message: string;
  timestamp: string;
  /** Empty where the sender left it out: unsigned. */
  signature: string;
  signatureVersion: string;
  signingCertUrl: string;
}

export interface Notification extends Signed {
  type: 'Notification';
  subject?: string;
}

/** Asks for a subscription to be confirmed, or tells that one was ended; both carry the token that confirms (again). */
export interface Handshake extends Signed {
  type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  token: string;
  subscribeUrl: string;
}

export type Envelope = Notification | Handshake;

/**
 * AWS: the body is JSON though its Content-Type says text/plain; a subscription's delivery policy can even change the header.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 * @returns the message, its signature not yet checked
 */
export function readEnvelope(body: string): Envelope | Unreadable {
  const unreadable = (why: string): Unreadable => ({ unreadable: why, raw: body });
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return unreadable('not JSON');
  }
  if (!isObject(json)) return unreadable('not an SNS message: not an object');
  const missing: string[] = [];
  const text = (key: string): string => {
    const value = json[key];
    if (typeof value === 'string' && value !== '') return value;
    missing.push(key);
    return '';
  };
  const optional = (key: string): string => (typeof json[key] === 'string' ? json[key] : '');
  const signed: Signed = {
    messageId: text('MessageId'),
    topicArn: text('TopicArn'),
    message: optional('Message'),
    timestamp: text('Timestamp'),
    signature: optional('Signature'),
    signatureVersion: optional('SignatureVersion'),
    signingCertUrl: optional('SigningCertURL'),
  };
  const type = json['Type'];
  const envelope = ((): Envelope | undefined => {
    if (type === 'Notification') return { ...signed, type, ...(typeof json['Subject'] === 'string' ? { subject: json['Subject'] } : {}) };
    if (type === 'SubscriptionConfirmation' || type === 'UnsubscribeConfirmation')
      return { ...signed, type, token: text('Token'), subscribeUrl: text('SubscribeURL') };
    return undefined;
  })();
  if (envelope === undefined) return unreadable('not an SNS message: Type is none that SNS sends');
  if (typeof json['Message'] !== 'string') missing.push('Message');
  if (missing.length > 0) return unreadable(`not an SNS message: no ${missing.join(', ')}`);
  return envelope;
}

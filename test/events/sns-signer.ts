/** Signs SNS messages for tests; its canonical string is written after AWS's page, not after ours, so that it does not share our mistakes. */
import { createSign, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { selfSigned } from '../../src/sandbox/aws/certificate.ts';

export const topicArn = 'arn:aws:sns:us-east-1:123456789012:ses-events';
export const certificateUrl = 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123abcd.pem';

/** Every day of 2026 is in its validity. */
export const now = Date.parse('2026-11-24T12:00:00.000Z');

export interface Signer {
  pem: string;
  /** The body of the post. `Signature` is made last, over what is given. */
  body(message: Record<string, string>): string;
}

export async function makeSigner(): Promise<Signer> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const validity = { notBefore: Date.parse('2026-01-01T00:00:00Z'), notAfter: Date.parse('2027-01-01T00:00:00Z') };
  return {
    pem: selfSigned({ name: 'sns.amazonaws.com', privateKey, publicKey, serial: new Uint8Array([1]), ...validity }),
    body(message) {
      const whole: Record<string, string> = { SignatureVersion: '2', SigningCertURL: certificateUrl, ...message };
      const signed = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
      const text = signed.filter(name => whole[name] !== undefined).map(name => `${name}\n${whole[name]}\n`);
      const signer = createSign(whole['SignatureVersion'] === '1' ? 'RSA-SHA1' : 'RSA-SHA256').update(text.join(''));
      return JSON.stringify({ ...whole, Signature: signer.sign(privateKey, 'base64') });
    },
  };
}

let count = 0;

/** The fields of a notification, each with a message id of its own. */
export function notification(message: string, change: Record<string, string> = {}): Record<string, string> {
  count += 1;
  return {
    Type: 'Notification',
    MessageId: `publication-${count}`,
    TopicArn: topicArn,
    Subject: 'Amazon SES Email Event Notification',
    Message: message,
    Timestamp: '2026-11-24T12:00:00.000Z',
    UnsubscribeURL: 'https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=x',
    ...change,
  };
}

export function handshake(type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation', change: Record<string, string> = {}): Record<string, string> {
  const { Subject: _, UnsubscribeURL: __, ...rest } = notification('You have chosen to subscribe.');
  const SubscribeURL = `https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=2336412f37`;
  return { ...rest, Type: type, Token: '2336412f37', SubscribeURL, ...change };
}

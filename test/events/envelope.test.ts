/** SNS bodies: what they are, and that nothing makes the reader throw. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEnvelope } from '../../src/events/envelope.ts';
import { runs } from '../long.ts';
import { wildText } from './wild-text.ts';

const notification = {
  Type: 'Notification',
  MessageId: 'm1',
  TopicArn: 'arn:aws:sns:us-east-1:123456789012:t',
  Subject: 'Amazon SES Email Event Notification',
  Message: '{}',
  Timestamp: '2026-11-24T08:00:00.000Z',
  SignatureVersion: '1',
  Signature: 'AA==',
  SigningCertURL: 'https://sns.us-east-1.amazonaws.com/x.pem',
};

test('a notification is read with what is signed', () => {
  expect(readEnvelope(JSON.stringify(notification))).toEqual({
    type: 'Notification',
    messageId: 'm1',
    topicArn: notification.TopicArn,
    subject: notification.Subject,
    message: '{}',
    timestamp: notification.Timestamp,
    signatureVersion: '1',
    signature: 'AA==',
    signingCertUrl: notification.SigningCertURL,
  });
});

test.each(['SubscriptionConfirmation', 'UnsubscribeConfirmation'])('a %s carries its token and where to confirm', Type => {
  const body = { ...notification, Type, Token: 't', SubscribeURL: 'https://sns.us-east-1.amazonaws.com/?x' };
  expect(readEnvelope(JSON.stringify(body))).toMatchObject({ type: Type, token: 't', subscribeUrl: body.SubscribeURL });
  expect(readEnvelope(JSON.stringify({ ...body, Token: undefined }))).toMatchObject({ unreadable: 'not an SNS message: no Token' });
});

test.each([
  ['nothing', '', 'not JSON'],
  ['a form', 'a=b&c=d', 'not JSON'],
  ['a list', '[1]', 'not an SNS message: not an object'],
  ['null', 'null', 'not an SNS message: not an object'],
  ['a bare SES record, as raw delivery sends it', '{"eventType":"Open"}', 'not an SNS message: Type is none that SNS sends'],
  ['a number where text belongs', JSON.stringify({ ...notification, Message: 5 }), 'not an SNS message: no Message'],
])('%s is unreadable and says why', (_, body, why) => {
  expect(readEnvelope(body)).toEqual({ unreadable: why, raw: body });
});

test('an unsigned message is read, so that the check of its signature can refuse it', () => {
  expect(readEnvelope(JSON.stringify({ ...notification, Signature: undefined }))).toMatchObject({ type: 'Notification', signature: '' });
});

test('no body makes it throw', () => {
  const value = fc.oneof(fc.string(), fc.jsonValue());
  const shaped = fc
    .dictionary(fc.constantFrom(...Object.keys(notification), 'Token', 'SubscribeURL', '__proto__'), value)
    .map(each => JSON.stringify({ ...notification, ...each }));
  fc.assert(
    fc.property(fc.oneof(shaped, fc.json(), wildText()), body => {
      const read = readEnvelope(body);
      expect('type' in read ? read.topicArn.length : read.unreadable.length).toBeGreaterThan(0);
    }),
    { numRuns: runs(150) },
  );
});

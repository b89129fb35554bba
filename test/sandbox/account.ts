/** An account in process with a topic, a webhook that confirmed, and a configuration set that tells it everything. */

import * as ses from '@aws-sdk/client-sesv2';
import { type ConfigurationOverrides, type EventType, SESv2Client, type SESv2ClientConfig } from '@aws-sdk/client-sesv2';
import * as sns from '@aws-sdk/client-sns';
import type { Handler, Sandbox } from '../../src/outside/index.ts';
import { type VirtualClock, virtualClock } from '../../src/sandbox/clock.ts';
import { openSandbox } from '../../src/sandbox/sandbox.ts';
import { morning, steadyRandom } from './worlds.ts';

export const allTypes: EventType[] = Object.values(ses.EventType);

export interface Account {
  sandbox: Sandbox;
  clock: VirtualClock;
  ses: SESv2Client;
  sns: sns.SNSClient;
  topicArn: string;
  /** Every notification that reached the webhook: the Message of each, in order. */
  notices(): { Subject?: string; Message: string; TopicArn: string }[];
  /** Those that are JSON. */
  events(): Record<string, unknown>[];
  send(mail: { to: string[]; html?: string; text?: string; from?: string; overrides?: ConfigurationOverrides; set?: string }): Promise<string>;
  settled(): Promise<void>;
  /** The served face as a function, with the raw target as a server hands it in; opened on the first call, at http://127.0.0.1:4579. */
  ask(target: string, init?: RequestInit & { host?: string }): Promise<Response>;
  /** A form post to an address of the face, whatever its host. */
  post(url: string, body: string): Promise<Response>;
}

/** The policy that setup writes: SES may publish for this account's configuration sets. */
export function topicPolicy(topicArn: string, source = 'arn:aws:ses:us-east-1:123456789012:configuration-set/main'): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'ses.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: topicArn,
        Condition: { StringEquals: { 'AWS:SourceAccount': '123456789012', 'AWS:SourceArn': source } },
      },
    ],
  });
}

export async function openAccount(options: { types?: EventType[] | 'none'; world?: 'ready' | 'empty' } = {}): Promise<Account> {
  const notices: { Subject?: string; Message: string; TopicArn: string }[] = [];
  let face: Handler | undefined;
  const ask = async (target: string, { host = '127.0.0.1:4579', ...init }: RequestInit & { host?: string } = {}): Promise<Response> => {
    if (face === undefined) await sandbox.serve(4579);
    if (face === undefined) throw new Error('the sandbox did not serve');
    return face(new Request(`http://${host}${target}`, init), { target, address: '127.0.0.1' });
  };
  let confirm: ((token: string) => Promise<unknown>) | undefined;
  const web: Handler = async request => {
    const body = JSON.parse(await request.text());
    if (body.Type === 'SubscriptionConfirmation') await confirm?.(body.Token);
    if (body.Type === 'Notification') notices.push(body);
    return new Response('ok');
  };
  const clock = virtualClock(morning);
  const sandbox = await openSandbox(
    {
      clock,
      random: steadyRandom(),
      web,
      serve: async (handler, { port }) => {
        face = handler;
        return { url: `http://127.0.0.1:${port}`, stop: async () => {} };
      },
      serveDns: async () => Promise.reject(new Error('no DNS in this test')),
    },
    { world: options.world ?? 'ready' },
  );
  const settings = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    requestHandler: sandbox.requestHandler as NonNullable<SESv2ClientConfig['requestHandler']>,
    maxAttempts: 1,
  };
  const mail = new SESv2Client(settings);
  const topics = new sns.SNSClient(settings);
  const { TopicArn: topicArn = '' } = await topics.send(new sns.CreateTopicCommand({ Name: 'events' }));
  await topics.send(new sns.SetTopicAttributesCommand({ TopicArn: topicArn, AttributeName: 'Policy', AttributeValue: topicPolicy(topicArn) }));
  confirm = token => topics.send(new sns.ConfirmSubscriptionCommand({ TopicArn: topicArn, Token: token }));
  await topics.send(new sns.SubscribeCommand({ TopicArn: topicArn, Protocol: 'https', Endpoint: 'https://hooks.example.org/ses' }));
  await sandbox.settled();
  await mail.send(new ses.CreateConfigurationSetCommand({ ConfigurationSetName: 'main' }));
  if (options.types !== 'none')
    await mail.send(
      new ses.CreateConfigurationSetEventDestinationCommand({
        ConfigurationSetName: 'main',
        EventDestinationName: 'all',
        EventDestination: { Enabled: true, MatchingEventTypes: options.types ?? allTypes, SnsDestination: { TopicArn: topicArn } },
      }),
    );
  await sandbox.settled();
  return {
    sandbox,
    clock,
    ses: mail,
    sns: topics,
    topicArn,
    notices: () => notices,
    events: () => notices.filter(each => each.Message.startsWith('{')).map(each => JSON.parse(each.Message)),
    async send({ to, html, text, from = 'Shop <shop@example.test>', overrides, set = 'main' }) {
      const { MessageId: messageId = '' } = await mail.send(
        new ses.SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: to },
          ConfigurationSetName: set,
          Content: {
            Simple: {
              Subject: { Data: 'Hello' },
              Body: { ...(html === undefined ? {} : { Html: { Data: html } }), ...(text === undefined ? {} : { Text: { Data: text } }) },
            },
          },
          ...(overrides === undefined ? {} : { ConfigurationOverrides: overrides }),
        }),
      );
      return messageId;
    },
    settled: () => sandbox.settled(),
    ask,
    post: (url, body) =>
      ask(url.replace(/^https?:\/\/[^/]*/, ''), { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  };
}

/** What a program meets that may not do everything: each service refuses in its own way, and only what was named. */
import { ListCertificatesCommand } from '@aws-sdk/client-acm';
import { ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import { ListHostedZonesCommand } from '@aws-sdk/client-route-53';
import { GetAccountCommand } from '@aws-sdk/client-sesv2';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { deniedAction } from '../../src/aws/trouble.ts';
import { openStage } from '../setup/stage.ts';
import { refusal, stepsWith } from './aws/cloud.ts';

test('every service refuses what was denied in words that name the action, and answers the rest', async () => {
  const { sandbox, outside } = await openStage();
  const settings = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    requestHandler: sandbox.requestHandler as never,
    maxAttempts: 1,
  };
  const { ses, certificates, edges, dns } = stepsWith(sandbox.requestHandler, ms => outside.clock.sleep(ms));
  const [sns, sqs] = [new SNSClient(settings), new SQSClient(settings)];
  const calls: [string, () => Promise<unknown>][] = [
    ['ses:GetAccount', () => ses.send(new GetAccountCommand({}))],
    ['acm:ListCertificates', () => certificates.send(new ListCertificatesCommand({}))],
    ['cloudfront:ListDistributions', () => edges.send(new ListDistributionsCommand({}))],
    ['route53:ListHostedZones', () => dns.send(new ListHostedZonesCommand({}))],
    ['sns:ListTopics', () => sns.send(new ListTopicsCommand({}))],
    ['sqs:ListQueues', () => sqs.send(new ListQueuesCommand({}))],
  ];
  await sandbox.deny(calls.map(([action]) => action));
  for (const [action, call] of calls) expect(await refusal(call())).toContain(`is not authorized to perform: ${action}`);
  const aws = await outside.aws({ region: 'us-east-1' } as never);
  for (const [service, action] of [
    ['ses', 'ses:GetAccount'],
    ['sns', 'sns:ListTopics'],
  ] as const) {
    const asked = service === 'ses' ? (await aws.ses()).send(new GetAccountCommand({})) : (await aws.sns()).send(new ListTopicsCommand({}));
    expect(await asked.catch(deniedAction)).toBe(action);
  }
  await sandbox.deny([]);
  for (const [, call] of calls) expect(await refusal(call())).toBe('nothing was refused');
});

test('what is no action of a service here is refused, and what would be one is said', async () => {
  const { sandbox } = await openStage();
  await expect(sandbox.deny(['s3:GetObject'])).rejects.toThrow('s3:GetObject is of no service here');
  await expect(sandbox.deny(['cloudfront:GetDistributon'])).rejects.toThrow('cloudfront has no call GetDistributon');
  await expect(sandbox.deny(['cloudfront:CreateDistribution', 'ses:CreateEmailIdentity'])).resolves.toBeUndefined();
});

/** A mail, a front with the link repair, and 139 Mail: its decoded click reaches SES, is counted and published. */
import { CreateFunctionCommand, PublishFunctionCommand } from '@aws-sdk/client-cloudfront';
import { CreateEmailIdentityCommand, PutConfigurationSetTrackingOptionsCommand } from '@aws-sdk/client-sesv2';
import { expect, test } from 'vitest';
import { repairCode } from '../../src/links/repair-code.ts';
import { openAccount } from './account.ts';
import { cname, domain, frontConfig, hour, stepsWith } from './aws/cloud.ts';

async function clicksOf(repaired: boolean): Promise<unknown[]> {
  const account = await openAccount({ types: ['CLICK'] });
  const cloud = stepsWith(account.sandbox.requestHandler, ms => account.clock.sleep(ms));
  const { DkimAttributes: dkim } = await account.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: domain }));
  for (const token of dkim?.Tokens ?? []) await cloud.change(['CREATE', cname(`${token}._domainkey.${domain}`, `${token}.dkim.amazonses.com`)]);
  const { ETag, FunctionSummary: made } = await cloud.edges.send(
    new CreateFunctionCommand({
      Name: 'repair',
      FunctionConfig: { Comment: '', Runtime: 'cloudfront-js-2.0' },
      FunctionCode: Buffer.from(repairCode),
    }),
  );
  await cloud.edges.send(new PublishFunctionCommand({ Name: 'repair', IfMatch: ETag }));
  const functions = { Quantity: 1, Items: [{ FunctionARN: made?.FunctionMetadata?.FunctionARN, EventType: 'viewer-request' as const }] };
  const { Distribution: front } = await cloud.create(
    frontConfig(await cloud.issued(), repaired ? { behavior: { FunctionAssociations: functions } } : {}),
  );
  await cloud.change(['CREATE', cname(domain, front?.DomainName ?? '')]);
  await cloud.wait(hour);
  const tracking = { ConfigurationSetName: 'main', CustomRedirectDomain: domain, HttpsPolicy: 'REQUIRE' as const };
  await account.ses.send(new PutConfigurationSetTrackingOptionsCommand(tracking));
  await account.send({ to: ['mail139@example.org'], html: '<a href="https://id.example.com/verify?code=1&amp;mail=a%40b.c&amp;n=x">x</a>' });
  await account.settled();
  return account.events().map(event => event['click']);
}

test('with the repair the decoded click is counted, with its whole target', async () => {
  expect(await clicksOf(true)).toMatchObject([{ link: 'https://id.example.com/verify?code=1&mail=a%40b.c&n=x' }]);
});

test('without it SES answers 400 and counts nothing', async () => {
  expect(await clicksOf(false)).toEqual([]);
});

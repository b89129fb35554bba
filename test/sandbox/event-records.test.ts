/** The record of each of the ten types, letter by letter, as it reaches the webhook. */
import * as ses from '@aws-sdk/client-sesv2';
import { expect, test } from 'vitest';
import { openAccount } from './account.ts';

const account = await openAccount();

await account.ses.send(
  new ses.CreateContactListCommand({
    ContactListName: 'news',
    Topics: [{ TopicName: 'weekly', DisplayName: 'Weekly', DefaultSubscriptionStatus: 'OPT_IN' }],
  }),
);

async function send(to: string, more: Partial<ses.SendEmailCommandInput> = {}): Promise<string> {
  const { MessageId: id = '' } = await account.ses.send(
    new ses.SendEmailCommand({
      FromEmailAddress: 'Shop <shop@example.test>',
      Destination: { ToAddresses: [to] },
      ConfigurationSetName: 'main',
      EmailTags: [{ Name: 'campaign', Value: 'spring' }],
      Content: {
        Simple: { Subject: { Data: 'Hello' }, Body: { Html: { Data: '<a ses:tags="spot:top" href="https://example.com/?a=1&amp;b=2#c">x</a>' } } },
      },
      ...more,
    }),
  );
  return id;
}

async function records(type: string): Promise<{ Subject?: string; Message: string; record: Record<string, unknown> }[]> {
  await account.settled();
  return account
    .notices()
    .filter(notice => notice.Message.startsWith(`{"eventType":"${type}"`))
    .map(notice => ({ ...notice, record: JSON.parse(notice.Message) }));
}

const envelope = (messageId: string, to: string, headers = true) => ({
  timestamp: expect.stringMatching(/^2026-11-24T10:\d\d:\d\d\.\d{3}Z$/),
  source: 'Shop <shop@example.test>',
  sourceArn: 'arn:aws:ses:us-east-1:123456789012:identity/example.test',
  sendingAccountId: '123456789012',
  messageId,
  destination: [to],
  headersTruncated: false,
  ...(headers
    ? {
        headers: [
          { name: 'From', value: 'Shop <shop@example.test>' },
          { name: 'To', value: to },
          { name: 'Subject', value: 'Hello' },
          { name: 'Content-Transfer-Encoding', value: '7bit' },
          { name: 'MIME-Version', value: '1.0' },
          { name: 'Content-Type', value: 'text/html; charset=utf-8' },
        ],
        commonHeaders: { from: ['Shop <shop@example.test>'], to: [to], messageId, subject: 'Hello' },
      }
    : {}),
  tags: {
    'ses:operation': ['SendEmail'],
    'ses:configuration-set': ['main'],
    'ses:source-ip': ['127.0.0.1'],
    'ses:from-domain': ['example.test'],
    'ses:caller-identity': ['sandbox'],
    campaign: ['spring'],
  } as Record<string, string[]>,
});

const time = expect.stringMatching(/^2026-11-24T10:\d\d:\d\d\.\d{3}Z$/);
const feedbackId = expect.stringMatching(/^0100[0-9a-f]{12}-[0-9a-f-]{36}-000000$/);

test('Send, with its subject, as one line that ends', async () => {
  const id = await send('send@example.org');
  const [sent] = await records('Send');
  expect(sent?.Subject).toBe('Amazon SES Email Event Notification');
  expect(sent?.Message).toMatch(/^\{[^\n]*\}\n$/);
  expect(sent?.record).toEqual({ eventType: 'Send', mail: envelope(id, 'send@example.org'), send: {} });
});

test('Delivery', async () => {
  const id = await send('success@example.org');
  const mail = envelope(id, 'success@example.org');
  expect((await records('Delivery')).at(-1)?.record).toEqual({
    eventType: 'Delivery',
    mail: { ...mail, tags: { ...mail.tags, 'ses:outgoing-ip': ['198.51.100.7'] } },
    delivery: {
      timestamp: time,
      processingTimeMillis: 1000,
      recipients: ['success@example.org'],
      smtpResponse: expect.stringMatching(/^250 2\.0\.0 OK /),
      reportingMTA: 'a7-7.smtp-out.amazonses.com',
    },
  });
});

test('Bounce', async () => {
  const id = await send('bounce@example.org');
  expect((await records('Bounce')).at(-1)?.record).toEqual({
    eventType: 'Bounce',
    mail: envelope(id, 'bounce@example.org'),
    bounce: {
      feedbackId,
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: 'bounce@example.org', action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' }],
      timestamp: time,
      reportingMTA: 'dns; a7-7.smtp-out.amazonses.com',
    },
  });
});

test('Complaint', async () => {
  const id = await send('complaint@example.org');
  expect((await records('Complaint')).at(-1)?.record).toEqual({
    eventType: 'Complaint',
    mail: envelope(id, 'complaint@example.org'),
    complaint: {
      feedbackId,
      complaintSubType: null,
      complainedRecipients: [{ emailAddress: 'complaint@example.org' }],
      timestamp: time,
      userAgent: 'Amazon SES Mailbox Simulator',
      complaintFeedbackType: 'abuse',
      arrivalDate: time,
    },
  });
});

test('Reject', async () => {
  await send('someone@example.org', {
    Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE' } } } },
  });
  expect((await records('Reject')).at(-1)?.record).toMatchObject({
    eventType: 'Reject',
    mail: { destination: ['someone@example.org'], commonHeaders: { subject: 'Hello' } },
    reject: { reason: 'Bad content' },
  });
});

test('Open and Click, the link with its query and fragment and its tags', async () => {
  const id = await send('reader@example.org');
  expect((await records('Open')).at(-1)?.record).toEqual({
    eventType: 'Open',
    mail: envelope(id, 'reader@example.org'),
    open: { timestamp: time, userAgent: expect.stringContaining('iPhone'), ipAddress: '203.0.113.20', isBotEvent: 'Unlikely' },
  });
  expect((await records('Click')).at(-1)?.record).toEqual({
    eventType: 'Click',
    mail: envelope(id, 'reader@example.org'),
    click: {
      timestamp: time,
      userAgent: expect.stringContaining('iPhone'),
      ipAddress: '203.0.113.20',
      isBotEvent: 'Unlikely',
      link: 'https://example.com/?a=1&b=2#c',
      linkTags: { spot: ['top'] },
    },
  });
});

test('a Click on a link without tags says null', async () => {
  await send('reader@example.org', {
    Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Html: { Data: '<a href="https://example.com/">x</a>' } } } },
  });
  expect((await records('Click')).at(-1)?.record['click']).toMatchObject({ link: 'https://example.com/', linkTags: null });
});

test('Rendering Failure, with a space in its name and `failure` as its key', async () => {
  const id = await send('reader@example.org', {
    Content: { Template: { TemplateContent: { Subject: '{{missing}}', Text: 'x' }, TemplateData: '{}' } },
  });
  expect((await records('Rendering Failure')).at(-1)?.record).toEqual({
    eventType: 'Rendering Failure',
    mail: envelope(id, 'reader@example.org', false),
    failure: { errorMessage: "Attribute 'missing' is not present in the rendering data.", templateName: '' },
  });
});

test('DeliveryDelay', async () => {
  const id = await send('delay@example.org');
  expect((await records('DeliveryDelay')).at(-1)?.record).toEqual({
    eventType: 'DeliveryDelay',
    mail: envelope(id, 'delay@example.org', false),
    deliveryDelay: {
      timestamp: time,
      delayType: 'TransientCommunicationFailure',
      expirationTime: expect.stringMatching(/^2026-11-25T00:/),
      delayedRecipients: [{ emailAddress: 'delay@example.org', status: '4.4.1', diagnosticCode: 'smtp; 421 4.4.1 Unable to connect to remote host' }],
    },
  });
});

test('Subscription', async () => {
  const id = await send('ann@example.org', {
    ListManagementOptions: { ContactListName: 'news' },
    Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Html: { Data: '<a href="{{amazonSESUnsubscribeUrl}}">leave</a>' } } } },
  });
  await account.settled();
  const mail = account.sandbox.mails().find(each => each.messageId === id);
  const [, url = ''] = /^List-Unsubscribe: <([^>]+)>\r$/m.exec(mail?.raw ?? '') ?? [];
  expect(mail?.html).toContain(`<a href="${url}">leave</a>`);
  expect(mail?.raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  // A mail client that looks ahead unsubscribes nobody.
  expect(await (await account.ask(url.replace(/^https?:\/\/[^/]*/, ''))).text()).toContain('<form method="post">');
  expect(await records('Subscription')).toEqual([]);
  await account.post(url, 'List-Unsubscribe=One-Click');
  const preferences = (unsubscribeAll: boolean) => ({
    unsubscribeAll,
    topicSubscriptionStatus: [{ topicName: 'weekly', subscriptionStatus: 'OptIn' }],
  });
  expect((await records('Subscription')).at(-1)?.record).toEqual({
    eventType: 'Subscription',
    mail: { ...envelope(id, 'ann@example.org'), headers: expect.anything() },
    subscription: {
      contactList: 'news',
      timestamp: time,
      source: 'UnsubscribeHeader',
      newTopicPreferences: preferences(true),
      oldTopicPreferences: preferences(false),
    },
  });
  // Whoever has left gets nothing more of that list.
  await send('ann@example.org', { ListManagementOptions: { ContactListName: 'news' } });
  expect((await records('Bounce')).at(-1)?.record['bounce']).toMatchObject({ bounceSubType: 'UnsubscribedRecipient' });
});

/** SendEmail in all its forms: what is refused, who decides tracking, what is delivered. */
import * as ses from '@aws-sdk/client-sesv2';
import { describe, expect, test } from 'vitest';
import { type Account, allTypes, openAccount } from '../../account.ts';

async function refusal(call: Promise<unknown>): Promise<{ name: string; message: string }> {
  try {
    await call;
  } catch (error) {
    const { name, message } = error as ses.SESv2ServiceException;
    return { name, message };
  }
  throw new Error('this call should have been refused');
}

function raw(account: Account, message: string, more: Partial<ses.SendEmailCommandInput> = {}): Promise<ses.SendEmailCommandOutput> {
  return account.ses.send(new ses.SendEmailCommand({ Content: { Raw: { Data: Buffer.from(message.replaceAll('\n', '\r\n')) } }, ...more }));
}

describe('refused at once', () => {
  test('an unverified sender, with the region in capitals', async () => {
    const account = await openAccount({ types: 'none' });
    expect(await refusal(account.send({ from: 'A <a@other.test>', to: ['reader@example.org'], text: 'x' }))).toEqual({
      name: 'MessageRejected',
      message: 'Email address is not verified. The following identities failed the check in region US-EAST-1: a@other.test',
    });
    expect(account.sandbox.mails()).toEqual([]);
  });

  test('a From header that is not verified, whoever the call says the sender is', async () => {
    const account = await openAccount({ types: 'none' });
    const sent = raw(account, 'From: a@other.test\nTo: b@example.org\n\nx', { FromEmailAddress: 'a@example.test' });
    expect((await refusal(sent)).message).toMatch(/failed the check in region US-EAST-1: a@other\.test$/);
  });

  test('in the SES sandbox an unverified recipient too, the mailbox simulator apart', async () => {
    const account = await openAccount({ types: 'none', world: 'empty' });
    await account.ses.send(new ses.CreateEmailIdentityCommand({ EmailIdentity: 'me@example.com' }));
    await account.settled();
    const send = (to: string) => account.send({ from: 'me@example.com', to: [to], text: 'x' });
    expect((await refusal(send('you@example.com'))).message).toMatch(/failed the check in region US-EAST-1: you@example\.com$/);
    expect(await send('success@simulator.amazonses.com')).toMatch(/^0100/);
  });

  test('a set that is not there, a set that is paused, an account that is paused', async () => {
    const account = await openAccount({ types: 'none' });
    const send = (set?: string) => account.send({ to: ['a@example.org'], text: 'x', ...(set === undefined ? {} : { set }) });
    expect(await refusal(send('gone'))).toEqual({ name: 'NotFoundException', message: 'Configuration set <gone> does not exist.' });
    await account.ses.send(new ses.PutConfigurationSetSendingOptionsCommand({ ConfigurationSetName: 'main', SendingEnabled: false }));
    expect(await refusal(send())).toEqual({ name: 'SendingPausedException', message: 'Sending is paused for configuration set main' });
    await account.ses.send(new ses.PutAccountSendingAttributesCommand({ SendingEnabled: false }));
    expect((await refusal(send())).name).toBe('SendingPausedException');
  });

  test('an account that AWS keeps from sending, by switch: sandboxed, stopped, out of quota; under review it sends', async () => {
    const account = await openAccount({ types: 'none' });
    const send = () => account.send({ to: ['a@example.org'], text: 'x' });
    const shown = async () => {
      const { EnforcementStatus, ProductionAccessEnabled, SendQuota } = await account.ses.send(new ses.GetAccountCommand({}));
      return [EnforcementStatus, ProductionAccessEnabled, SendQuota?.SentLast24Hours === SendQuota?.Max24HourSend];
    };
    account.sandbox.setTraps({ 'ses-probation': true });
    expect([await send(), await shown()]).toEqual([expect.stringMatching(/^0100/), ['PROBATION', true, false]]);
    account.sandbox.setTraps({ 'ses-probation': false, 'ses-sandboxed': true });
    expect([(await refusal(send())).name, await shown()]).toEqual(['MessageRejected', ['HEALTHY', false, false]]);
    account.sandbox.setTraps({ 'ses-sandboxed': false, 'ses-shutdown': true });
    expect([(await refusal(send())).name, await shown()]).toEqual(['AccountSuspendedException', ['SHUTDOWN', true, false]]);
    account.sandbox.setTraps({ 'ses-shutdown': false, 'ses-quota-used': true });
    expect([(await refusal(send())).message, await shown()]).toEqual(['Daily message quota exceeded.', ['HEALTHY', true, true]]);
  });

  test('in the SES sandbox the 201st message of a day; the mailbox simulator is outside the quota', async () => {
    const account = await openAccount({ types: 'none' });
    account.sandbox.setTraps({ 'ses-sandboxed': true });
    const send = (name: string, count = 50) =>
      account.send({
        to: Array.from({ length: count }, (_, at) => `${name}+${at}@${name === 'success' ? 'simulator.amazonses.com' : 'example.test'}`),
        text: 'x',
      });
    for (let at = 0; at < 4; at += 1) await send('ann');
    await send('success');
    expect((await account.ses.send(new ses.GetAccountCommand({}))).SendQuota).toEqual({ Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 200 });
    expect(await refusal(send('ann', 1))).toEqual({ name: 'TooManyRequestsException', message: 'Daily message quota exceeded.' });
    await account.clock.runUntil(account.clock.now() + 86_400_001);
    expect(await send('ann', 1)).toMatch(/^0100/);
  });

  test('more than fifty recipients, a tag with a character SES does not take, a template that is not there', async () => {
    const account = await openAccount({ types: 'none' });
    const many = Array.from({ length: 51 }, (_, index) => `r${index}@example.org`);
    expect(await refusal(account.send({ to: many, text: 'x' }))).toEqual({ name: 'BadRequestException', message: 'Recipient count exceeds 50.' });
    const message = 'From: a@example.test\nTo: b@example.org\n\nx';
    expect(await refusal(raw(account, message, { EmailTags: [{ Name: 'campaign', Value: 'spring sale' }] }))).toEqual({
      name: 'BadRequestException',
      message: "Invalid tag value <spring sale>: only alphanumeric ASCII characters, '_', and '-' are allowed.",
    });
    const template = new ses.SendEmailCommand({
      FromEmailAddress: 'a@example.test',
      Destination: { ToAddresses: ['b@example.org'] },
      Content: { Template: { TemplateName: 'gone', TemplateData: '{}' } },
    });
    expect(await refusal(account.ses.send(template))).toEqual({ name: 'NotFoundException', message: 'Template gone does not exist.' });
  });
});

describe('who decides tracking', () => {
  const page = '<body><a href="https://example.com/">x</a></body>';
  const vdm = (state: 'ENABLED' | 'DISABLED') => ({ DashboardOptions: { EngagementMetrics: state } });
  const account = (state: 'ENABLED' | 'DISABLED') =>
    new ses.PutAccountVdmAttributesCommand({ VdmAttributes: { VdmEnabled: 'ENABLED', DashboardAttributes: { EngagementMetrics: state } } });
  const set = (state: 'ENABLED' | 'DISABLED') =>
    new ses.PutConfigurationSetVdmOptionsCommand({ ConfigurationSetName: 'main', VdmOptions: vdm(state) });
  const own = new ses.PutConfigurationSetTrackingOptionsCommand({ ConfigurationSetName: 'main', CustomRedirectDomain: 'example.test' });

  test.each<[string, ses.EventType[] | 'none', { opens: boolean; clicks: boolean }]>([
    ['a destination that lists both', ['OPEN', 'CLICK'], { opens: true, clicks: true }],
    ['a destination that lists OPEN', ['OPEN'], { opens: true, clicks: false }],
    ['a destination that lists CLICK', ['CLICK'], { opens: false, clicks: true }],
    ['a destination that lists neither', ['SEND', 'BOUNCE'], { opens: false, clicks: false }],
    ['no destination', 'none', { opens: false, clicks: false }],
  ])('%s', async (_, types, expected) => {
    const open = await openAccount({ types });
    await open.send({ to: ['a@example.org'], html: page });
    const html = open.sandbox.mails()[0]?.html ?? '';
    expect({ opens: html.includes('<img'), clicks: html.includes('awstrack.me/L0/') }).toEqual(expected);
  });

  test('tracking options alone track nothing', async () => {
    const open = await openAccount({ types: 'none' });
    await open.ses.send(own);
    await open.send({ to: ['a@example.org'], html: page });
    expect(open.sandbox.mails()[0]?.html?.trim()).toBe(page);
  });

  test('a destination that is not enabled tracks nothing', async () => {
    const open = await openAccount({ types: 'none' });
    await open.ses.send(
      new ses.CreateConfigurationSetEventDestinationCommand({
        ConfigurationSetName: 'main',
        EventDestinationName: 'off',
        EventDestination: { Enabled: false, MatchingEventTypes: ['OPEN', 'CLICK'], SnsDestination: { TopicArn: open.topicArn } },
      }),
    );
    await open.send({ to: ['a@example.org'], html: page });
    expect(open.sandbox.mails()[0]?.html?.trim()).toBe(page);
  });

  test("VDM tracks without any destination; the set's word outranks the account's", async () => {
    const open = await openAccount({ types: 'none' });
    const isTracked = async () => {
      await open.send({ to: ['a@example.org'], html: page });
      return open.sandbox.mails().at(-1)?.html?.includes('awstrack.me');
    };
    await open.ses.send(account('ENABLED'));
    expect(await isTracked()).toBe(true);
    await open.ses.send(set('DISABLED'));
    expect(await isTracked()).toBe(false);
    await open.ses.send(account('DISABLED'));
    await open.ses.send(set('ENABLED'));
    expect(await isTracked()).toBe(true);
  });

  test('the send itself has the last word', async () => {
    const open = await openAccount({ types: ['OPEN', 'CLICK'] });
    const to = ['a@example.org'];
    const html = '<p>{{ses:openTracker}}</p><a href="https://example.com/">x</a>';
    await open.send({ to, html, overrides: { Tracking: { OpenTrackingEnabled: 'DISABLED', ClickTrackingEnabled: 'DISABLED' } } });
    expect(open.sandbox.mails()[0]?.html?.trim()).toBe('<p></p><a href="https://example.com/">x</a>');
    const quiet = await openAccount({ types: 'none' });
    await quiet.send({ to, html, overrides: { Tracking: { ClickTrackingEnabled: 'ENABLED' } } });
    expect(quiet.sandbox.mails()[0]?.html).toMatch(/^<p>\{\{ses:openTracker\}\}<\/p><a href="https:\/\/[^"]*\/L0\//);
  });

  test('a default set of the identity applies when the send names none', async () => {
    const open = await openAccount({ types: ['CLICK'] });
    await open.ses.send(new ses.PutEmailIdentityConfigurationSetAttributesCommand({ EmailIdentity: 'example.test', ConfigurationSetName: 'main' }));
    await raw(open, 'From: a@example.test\nTo: b@example.org\nContent-Type: text/html\n\n<a href="https://example.com/">');
    expect(open.sandbox.mails()[0]).toMatchObject({ configurationSet: 'main', links: [{ url: 'https://example.com/' }] });
  });

  test('a domain of its own is in every link from the moment the options are put', async () => {
    const open = await openAccount({ types: ['CLICK', 'OPEN'] });
    await open.ses.send(own);
    await open.send({ to: ['a@example.org'], html: page });
    const mail = open.sandbox.mails()[0];
    expect(mail?.links).toMatchObject([{ tracked: expect.stringMatching(/^https:\/\/example\.test\/CL0\//) }]);
    expect(mail?.html).toContain('src="http://example.test/CI0/');
  });
});

describe('raw messages', () => {
  const message = [
    'X-SES-CONFIGURATION-SET: main',
    'X-SES-MESSAGE-TAGS: campaign=spring, kind=news',
    'From: =?utf-8?q?Caf=C3=A9?= <cafe@example.test>',
    'To: Ann <ann@example.org>',
    'Bcc: secret@example.org',
    'Subject: one',
    ' two',
    'Message-ID: <own@example.test>',
    'Date: Tue, 24 Nov 2026 10:00:00 +0000',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    'aGVsbG8=',
    '',
  ].join('\n');

  test('lose their X-SES and Bcc headers, get an id of SES, and keep every other byte', async () => {
    const account = await openAccount();
    const { MessageId } = await raw(account, message);
    const [mail] = account.sandbox.mails();
    expect(mail).toMatchObject({
      messageId: MessageId,
      recipients: ['ann@example.org', 'secret@example.org'],
      configurationSet: 'main',
      text: 'hello',
    });
    const kept = message.split('\n').filter(line => !/^(X-SES|Bcc|Message-ID)/.test(line));
    expect(mail?.raw).toBe([`Message-ID: <${MessageId}@email.amazonses.com>`, ...kept].join('\r\n'));
  });

  test('tell their events the headers as they were handed in; tags of the call replace those of the header', async () => {
    const account = await openAccount({ types: ['SEND'] });
    await raw(account, message);
    await raw(account, message, { EmailTags: [{ Name: 'only', Value: 'this' }], Destination: { ToAddresses: ['bob@example.org'] } });
    await account.settled();
    const [first, second] = account.events().map(event => event['mail'] as Record<string, unknown>);
    expect(first).toMatchObject({
      source: 'Café <cafe@example.test>',
      destination: ['ann@example.org', 'secret@example.org'],
      headersTruncated: false,
      commonHeaders: {
        from: ['Café <cafe@example.test>'],
        to: ['Ann <ann@example.org>'],
        messageId: '<own@example.test>',
        subject: 'one two',
        date: 'Tue, 24 Nov 2026 10:00:00 +0000',
      },
      tags: { campaign: ['spring'], kind: ['news'], 'ses:configuration-set': ['main'], 'ses:from-domain': ['example.test'] },
    });
    expect(first?.['headers']).toEqual(
      expect.arrayContaining([
        { name: 'X-SES-CONFIGURATION-SET', value: 'main' },
        { name: 'X-SES-MESSAGE-TAGS', value: 'campaign=spring, kind=news' },
      ]),
    );
    expect(second).toMatchObject({ destination: ['bob@example.org'], tags: { only: ['this'] } });
    expect(second?.['tags']).not.toHaveProperty('campaign');
  });

  test('headers beyond ten kilobytes are cut, and the record says so', async () => {
    const account = await openAccount({ types: ['SEND'] });
    const long = Array.from({ length: 20 }, (_, index) => `X-Long-${index}: ${'x'.repeat(700)}`).join('\n');
    await raw(account, `X-SES-CONFIGURATION-SET: main\nFrom: a@example.test\nTo: b@example.org\n${long}\n\nx`);
    await account.settled();
    const mail = account.events()[0]?.['mail'] as { headersTruncated: boolean; headers: unknown[] };
    expect(mail.headersTruncated).toBe(true);
    expect(mail.headers.length).toBeLessThan(20);
  });
});

describe('templates', () => {
  const template = (account: Account, to: string, TemplateData: string, Template: ses.Template) =>
    account.ses.send(
      new ses.SendEmailCommand({
        FromEmailAddress: 'a@example.test',
        Destination: { ToAddresses: [to] },
        ConfigurationSetName: 'main',
        Content: { Template: { ...Template, TemplateData } },
      }),
    );

  test('are filled in, and the mail is tracked as any other', async () => {
    const account = await openAccount();
    const inline = { Subject: 'Hi {{name}}', Html: '<a href="https://example.com/?n={{name}}">{{#if vip}}VIP{{/if}}</a>' };
    await template(account, 'a@example.org', '{"name":"Ann","vip":true}', { TemplateContent: inline });
    expect(account.sandbox.mails()[0]).toMatchObject({ subject: 'Hi Ann', links: [{ url: 'https://example.com/?n=Ann' }] });
    expect(account.sandbox.mails()[0]?.html).toContain('>VIP</a>');
  });

  test('a value with a raw space makes a link that is never tracked', async () => {
    const account = await openAccount();
    const inline = { Subject: 's', Html: '<a href="https://example.com/?name={{name}}">x</a>' };
    await template(account, 'a@example.org', '{"name":"OPPO A33m"}', { TemplateContent: inline });
    expect(account.sandbox.mails()[0]?.links).toEqual([]);
    expect(account.sandbox.mails()[0]?.html).toContain('href="https://example.com/?name=OPPO A33m"');
  });

  test('a missing variable is accepted, then told as a Rendering Failure, and nothing is delivered', async () => {
    const account = await openAccount();
    await account.ses.send(new ses.CreateEmailTemplateCommand({ TemplateName: 'hi', TemplateContent: { Subject: 'Hi {{name}}', Text: 'x' } }));
    await template(account, 'reader@example.org', '{}', { TemplateName: 'hi' });
    await account.settled();
    expect(account.events().map(event => event['eventType'])).toEqual(['Send', 'Rendering Failure']);
    expect(account.events()[1]?.['failure']).toEqual({ errorMessage: "Attribute 'name' is not present in the rendering data.", templateName: 'hi' });
    expect(account.sandbox.mails()).toEqual([]);
  });

  test('two open trackers in an inline template are a 400', async () => {
    const account = await openAccount();
    const inline = { Subject: 's', Html: '{{ses:openTracker}} {{ses:openTracker}}' };
    expect((await refusal(template(account, 'a@example.org', '{}', { TemplateContent: inline }))).name).toBe('BadRequestException');
  });

  test('in bulk each entry is a mail of its own, and one that is refused stops no other', async () => {
    const account = await openAccount();
    const { BulkEmailEntryResults } = await account.ses.send(
      new ses.SendBulkEmailCommand({
        FromEmailAddress: 'a@example.test',
        ConfigurationSetName: 'main',
        DefaultContent: { Template: { TemplateContent: { Subject: 'Hi {{name}}', Text: 'x' }, TemplateData: '{"name":"friend"}' } },
        BulkEmailEntries: [
          {
            Destination: { ToAddresses: ['a@example.org'] },
            ReplacementEmailContent: { ReplacementTemplate: { ReplacementTemplateData: '{"name":"Ann"}' } },
          },
          { Destination: { ToAddresses: [] } },
          { Destination: { ToAddresses: ['b@example.org'] } },
        ],
      }),
    );
    expect(BulkEmailEntryResults?.map(each => each.Status)).toEqual(['SUCCESS', 'FAILED', 'SUCCESS']);
    expect(account.sandbox.mails().map(mail => mail.subject)).toEqual(['Hi Ann', 'Hi friend']);
  });
});

describe('what SES does not deliver', () => {
  test('the antivirus test file is accepted and then rejected', async () => {
    const account = await openAccount();
    await account.ses.send(
      new ses.SendEmailCommand({
        FromEmailAddress: 'a@example.test',
        Destination: { ToAddresses: ['reader@example.org'] },
        ConfigurationSetName: 'main',
        Content: {
          Simple: {
            Subject: { Data: 's' },
            Body: { Text: { Data: 'x' } },
            Attachments: [{ FileName: 'sample.txt', RawContent: Buffer.from('…$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$…') }],
          },
        },
      }),
    );
    await account.settled();
    expect(account.events().map(event => event['eventType'])).toEqual(['Send', 'Reject']);
    expect(account.events()[1]?.['reject']).toEqual({ reason: 'Bad content' });
    expect(account.sandbox.mails()).toEqual([]);
  });

  test('who is on the suppression list bounces, unless the set does not ask for it', async () => {
    const account = await openAccount({ types: ['BOUNCE', 'DELIVERY'] });
    await account.ses.send(new ses.PutSuppressedDestinationCommand({ EmailAddress: 'gone@example.org', Reason: 'BOUNCE' }));
    await account.send({ to: ['Gone@example.org'], text: 'x' });
    await account.settled();
    await account.ses.send(new ses.PutConfigurationSetSuppressionOptionsCommand({ ConfigurationSetName: 'main', SuppressedReasons: [] }));
    await account.send({ to: ['gone@example.org'], text: 'x' });
    await account.settled();
    expect(account.events().map(event => event['eventType'])).toEqual(['Bounce', 'Delivery']);
    expect(account.events()[0]?.['bounce']).toMatchObject({ bounceType: 'Permanent', bounceSubType: 'OnAccountSuppressionList' });
  });
});

test('a type that no destination lists is told to nobody', async () => {
  const account = await openAccount({ types: allTypes.filter(type => type !== 'DELIVERY') });
  await account.send({ to: ['success@example.org'], text: 'x' });
  await account.settled();
  expect(account.events().map(event => event['eventType'])).toEqual(['Send']);
});

/** SendEmail and SendBulkEmail: what SES refuses at once, in its words. What it has taken is accept.ts's business. */
import type {
  EmailTemplateContent,
  MessageTag,
  SendBulkEmailCommandInput,
  SendBulkEmailCommandOutput,
  SendEmailCommandInput,
  SendEmailCommandOutput,
  Template,
} from '@aws-sdk/client-sesv2';
import { makeMessageId } from '../../../links/tracked-link.ts';
import { type Rendered, readTemplateData, renderTemplate } from '../../../mail/ses-template.ts';
import { type Answer, type Call, Fault, fault, type Handlers } from '../../wire/handler.ts';
import { accept } from './accept.ts';
import { composeContent } from './compose.ts';
import { getSet } from './configuration-sets.ts';
import { getList } from './contacts.ts';
import { type ConfigurationSet, type Identity, isOutOfSandbox, quotaOf, type Ses, ses } from './state.ts';
import { addressesOf, readSubmitted, type Submitted } from './submitted.ts';
import { checkTemplate, getTemplate } from './templates.ts';
import { decideTracking } from './tracking.ts';

const recipientLimit = 50;
const isSimulator = (address: string): boolean => address.toLowerCase().endsWith('@simulator.amazonses.com');

/** The identity that lets an address send: itself, its domain, or a domain above it. */
function identityOf(kept: Ses, address: string): Identity | undefined {
  const name = address.toLowerCase();
  const labels = name.slice(name.lastIndexOf('@') + 1).split('.');
  return [name, ...labels.map((_, index) => labels.slice(index).join('.'))]
    .map(each => kept.identities.get(each))
    .find(identity => identity?.isVerified === true);
}

/** AWS: text captured from the v1 API; the region stands there in capitals. */
function checkVerified(isOut: boolean, kept: Ses, region: string, senders: readonly string[], recipients: readonly string[]): void {
  const asked = isOut ? senders : [...senders, ...recipients.filter(each => !isSimulator(each))];
  const failed = [...new Set(asked)].filter(address => identityOf(kept, address) === undefined);
  if (failed.length > 0)
    throw fault(
      'MessageRejected',
      `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${failed.join(', ')}`,
    );
}

function checkTags(tags: readonly MessageTag[]): void {
  for (const { Name = '', Value = '' } of tags) {
    for (const [what, text] of [
      ['name', Name],
      ['value', Value],
    ] as const) {
      if (text.length > 256) throw fault('BadRequestException', `Tag ${what} cannot exceed 256 characters.`);
      if (!/^[A-Za-z0-9_-]+$/.test(text))
        throw fault('BadRequestException', `Invalid tag ${what} <${text}>: only alphanumeric ASCII characters, '_', and '-' are allowed.`);
    }
  }
}

function usableSet(kept: Ses, name: string | undefined): ConfigurationSet | undefined {
  if (name === undefined) return undefined;
  const set = getSet(kept, name);
  if (!set.sending) throw fault('SendingPausedException', `Sending is paused for configuration set ${name}`);
  return set;
}

interface Readied {
  name: string;
  rendered: Rendered;
}

function readyTemplate(kept: Ses, template: Template): Readied {
  const { TemplateName: named, TemplateArn: arn, TemplateContent: inline } = template;
  if ([named, arn, inline].filter(each => each !== undefined).length !== 1)
    throw fault('BadRequestException', 'Content.Template must specify exactly one of TemplateName, TemplateArn, or TemplateContent.');
  const name = named ?? arn?.split('template/')[1];
  const content: EmailTemplateContent = inline ?? getTemplate(kept, name).content;
  checkTemplate(content);
  const data = readTemplateData(template.TemplateData);
  if ('why' in data) throw fault('BadRequestException', data.why);
  return { name: name ?? '', rendered: renderTemplate(content, data.data) };
}

/** One message for SendEmail, one entry for SendBulkEmail. */
async function send(input: SendEmailCommandInput, call: Call, operation: string): Promise<string> {
  const { world, region } = call;
  const kept = ses(world, region);
  if (world.traps.has('ses-shutdown')) throw fault('AccountSuspendedException', 'The ability of this account to send email has been restricted.');
  if (!kept.sending) throw fault('SendingPausedException', 'Account sending is disabled.');
  const { Raw: raw, Simple: simple, Template: template } = input.Content ?? {};
  if ([raw, simple, template].filter(each => each !== undefined).length !== 1)
    throw fault('BadRequestException', 'Content must contain exactly one of Raw, Simple, or Template.');
  if (raw === undefined && (input.FromEmailAddress ?? '') === '') throw fault('BadRequestException', 'Source cannot be empty');

  const now = world.clock.now();
  const messageId = makeMessageId(region, now, world.random.uuid());
  const readied = template === undefined ? undefined : readyTemplate(kept, template);
  const content = contentOf(simple, readied);
  const message =
    raw?.Data ??
    (await composeContent(content, {
      date: new Date(now),
      messageId,
      ...(input.FromEmailAddress === undefined ? {} : { from: input.FromEmailAddress }),
      to: input.Destination?.ToAddresses ?? [],
      cc: input.Destination?.CcAddresses ?? [],
      replyTo: input.ReplyToAddresses ?? [],
      headers: simple?.Headers ?? template?.Headers ?? [],
      attachments: simple?.Attachments ?? template?.Attachments ?? [],
    }));
  const submitted = raw === undefined ? withoutOwn(readSubmitted(message), messageId) : readSubmitted(message);

  const [sender] = addressesOf(input.FromEmailAddress ?? submitted.commonHeaders.from?.join(', ') ?? '');
  if (sender === undefined) throw fault('BadRequestException', "Missing required header 'From'.");
  const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = input.Destination ?? {};
  const named = [...ToAddresses, ...CcAddresses, ...BccAddresses].flatMap(each => addressesOf(each).map(found => found.address));
  const recipients = named.length > 0 ? named : submitted.recipients;
  if (recipients.length === 0) throw fault('BadRequestException', 'At least one destination address is required.');
  if (recipients.length > recipientLimit) throw fault('BadRequestException', `Recipient count exceeds ${recipientLimit}.`);
  // AWS: tags of the call and tags of the header are never joined; the call's win.
  const tags = input.EmailTags === undefined || input.EmailTags.length === 0 ? submitted.tags : input.EmailTags;
  checkTags(tags);
  const senders = (submitted.commonHeaders.from ?? []).flatMap(each => addressesOf(each).map(found => found.address));
  checkVerified(isOutOfSandbox(world, kept), kept, region, [sender.address, ...senders], recipients);
  // AWS: the mailbox simulator is outside the quota. <https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html>
  const counted = recipients.filter(each => !isSimulator(each));
  const quota = quotaOf(world, kept);
  if (quota.SentLast24Hours + counted.length > quota.Max24HourSend) throw fault('TooManyRequestsException', 'Daily message quota exceeded.');
  const identity = identityOf(kept, sender.address);
  const set = usableSet(kept, input.ConfigurationSetName ?? submitted.configurationSet ?? identity?.configurationSet);

  const options = input.ListManagementOptions;
  const list =
    options === undefined
      ? submitted.list
      : { name: options.ContactListName ?? '', ...(options.TopicName === undefined ? {} : { topic: options.TopicName }) };
  if (list !== undefined) {
    getList(kept, list.name);
    if (recipients.length > 1) throw fault('BadRequestException', 'List management needs a message with a single recipient.');
  }
  for (const _ of counted) kept.sentAt.push(now);
  accept(call, {
    message,
    submitted,
    messageId,
    at: now,
    operation,
    source: input.FromEmailAddress ?? submitted.commonHeaders.from?.[0] ?? sender.shown,
    sender: sender.address,
    identity: identity?.name ?? sender.address,
    recipients,
    tags,
    tracking: decideTracking(kept, set, input.ConfigurationOverrides?.Tracking),
    ...(set === undefined ? {} : { set }),
    ...(list === undefined ? {} : { list }),
    ...(readied === undefined
      ? {}
      : { template: { name: readied.name, ...('failure' in readied.rendered ? { failure: readied.rendered.failure } : {}) } }),
  });
  return messageId;
}

function contentOf(simple: NonNullable<SendEmailCommandInput['Content']>['Simple'], readied: Readied | undefined): EmailTemplateContent {
  if (readied !== undefined) return 'content' in readied.rendered ? readied.rendered.content : {};
  return {
    Subject: simple?.Subject?.Data ?? '',
    ...(simple?.Body?.Text?.Data === undefined ? {} : { Text: simple.Body.Text.Data }),
    ...(simple?.Body?.Html?.Data === undefined ? {} : { Html: simple.Body.Html.Data }),
  };
}

/** A message that SES composed carries no id and no date of its own in the events. */
function withoutOwn(submitted: Submitted, messageId: string): Submitted {
  const { date: _, ...common } = submitted.commonHeaders;
  return {
    ...submitted,
    headers: submitted.headers.filter(each => !/^(message-id|date)$/i.test(each.name)),
    commonHeaders: { ...common, messageId },
  };
}

export const sending = {
  async SendEmail(input: SendEmailCommandInput, call: Call): Promise<Answer<SendEmailCommandOutput>> {
    return { MessageId: await send(input, call, 'SendEmail') };
  },

  /** Each entry is a message of its own; what refuses one does not stop the others. */
  async SendBulkEmail(input: SendBulkEmailCommandInput, call: Call): Promise<Answer<SendBulkEmailCommandOutput>> {
    const { DefaultContent, DefaultEmailTags = [], BulkEmailEntries = [], ...common } = input;
    const template = DefaultContent?.Template ?? {};
    readyTemplate(ses(call.world, call.region), template);
    const results: SendBulkEmailCommandOutput['BulkEmailEntryResults'] = [];
    for (const entry of BulkEmailEntries) {
      const replaced = entry.ReplacementEmailContent?.ReplacementTemplate?.ReplacementTemplateData;
      const data = { ...parsed(template.TemplateData), ...parsed(replaced) };
      const headers = entry.ReplacementHeaders ?? template.Headers;
      try {
        const messageId = await send(
          {
            ...common,
            Destination: entry.Destination,
            EmailTags: [
              ...DefaultEmailTags.filter(tag => !entry.ReplacementTags?.some(each => each.Name === tag.Name)),
              ...(entry.ReplacementTags ?? []),
            ],
            Content: { Template: { ...template, TemplateData: JSON.stringify(data), ...(headers === undefined ? {} : { Headers: headers }) } },
          },
          call,
          'SendBulkEmail',
        );
        results.push({ Status: 'SUCCESS', MessageId: messageId });
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        results.push({ Status: error.name === 'MessageRejected' ? 'MESSAGE_REJECTED' : 'FAILED', Error: error.message });
      }
    }
    return { BulkEmailEntryResults: results };
  },
} satisfies Handlers;

function parsed(text: string | undefined): Record<string, unknown> {
  const read = readTemplateData(text);
  if ('why' in read) throw fault('BadRequestException', read.why);
  return read.data;
}

/** What happens to a message once SES has taken it: rewritten, kept, told of, and handed to its recipients. */
import type { MessageTag } from '@aws-sdk/client-sesv2';
import { keepMail, type Mail } from '../../inbox.ts';
import { publishEvent } from '../../publish-event.ts';
import { act, type Withheld } from '../../recipients.ts';
import { rewrite, type Tracking } from '../../rewrite.ts';
import { unsubscribeUrl } from '../../tracking-host.ts';
import { defaultHost, trackingKey } from '../../tracking-key.ts';
import type { Call } from '../../wire/handler.ts';
import { isUnsubscribed } from './contacts.ts';
import { type ConfigurationSet, type Ses, ses, sesArn } from './state.ts';
import { deliverHeaders, isInfected, type Submitted } from './submitted.ts';

export interface Accepted {
  message: Uint8Array;
  submitted: Submitted;
  messageId: string;
  at: number;
  operation: string;
  /** As the From header shows it. */
  source: string;
  sender: string;
  /** Name of the identity that let it through. */
  identity: string;
  recipients: string[];
  tags: readonly MessageTag[];
  tracking: Pick<Tracking, 'clicks' | 'opens'>;
  set?: ConfigurationSet;
  list?: { name: string; topic?: string };
  template?: { name: string; failure?: string };
}

/** Keeps the mail and sets on the agenda what follows. SES's answer to the caller does not wait for any of it. */
export function accept(call: Call, accepted: Accepted): void {
  const { world } = call;
  const mail = mailOf(call, accepted);
  const { template } = accepted;
  // AWS: a templated mail is told of as sent before it is rendered, so that record has no subject yet.
  const { subject: _, ...unrendered } = mail.commonHeaders;
  const sent: Mail =
    template === undefined
      ? mail
      : { ...mail, headers: mail.headers.filter(each => each.name.toLowerCase() !== 'subject'), commonHeaders: unrendered };
  world.later(0, () => publishEvent(world, sent, { type: 'SEND' }));
  if (template?.failure !== undefined) {
    const error = template.failure;
    keepMail(world, mail);
    world.later(500, () => publishEvent(world, mail, { type: 'RENDERING_FAILURE', template: template.name, error }));
    return;
  }
  if (isInfected(accepted.message)) {
    keepMail(world, mail);
    world.later(500, () => publishEvent(world, mail, { type: 'REJECT' }));
    return;
  }
  deliver(call, mail, accepted);
  keepMail(world, mail);
  for (const address of mail.destination) act(world, mail, address, withheld(ses(world, call.region), accepted, address));
}

function mailOf({ world, region }: Call, accepted: Accepted): Mail {
  const { submitted, messageId, at, source, identity, recipients, set, list } = accepted;
  const { headers, headersTruncated, commonHeaders } = submitted;
  const tags: Record<string, string[]> = Object.create(null);
  const automatic = {
    'ses:operation': accepted.operation,
    ...(set === undefined ? {} : { 'ses:configuration-set': set.name }),
    'ses:source-ip': '127.0.0.1',
    'ses:from-domain': accepted.sender.split('@').at(-1) ?? '',
    'ses:caller-identity': 'sandbox',
  };
  for (const [name, value] of Object.entries(automatic)) tags[name] = [value];
  for (const { Name = '', Value = '' } of accepted.tags) tags[Name] = [...(tags[Name] ?? []), Value];
  return {
    messageId,
    region,
    at,
    source,
    sourceArn: sesArn(world, region, `identity/${identity}`),
    destination: recipients,
    headers,
    headersTruncated,
    commonHeaders: { ...commonHeaders, messageId: commonHeaders.messageId ?? messageId },
    tags: { ...tags },
    ...(set === undefined ? {} : { configurationSet: set.name }),
    subject: commonHeaders.subject ?? '',
    links: [],
    ...(list === undefined ? {} : { list }),
  };
}

/** Rewrites the message and fills in what was delivered. */
function deliver({ world, region }: Call, mail: Mail, { message, tracking, set, list }: Accepted): void {
  const url = list === undefined ? undefined : unsubscribeUrl(world, region, mail.messageId);
  // AWS: with list management SES puts these two in, or its own in place of those that are there.
  const extra: Record<string, string> =
    url === undefined ? {} : { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
  const domain = set?.tracking?.CustomRedirectDomain;
  const { bytes, links, pixel } = rewrite(deliverHeaders(message, mail, extra), {
    ...tracking,
    host: domain ?? defaultHost(world, region),
    isCustom: domain !== undefined,
    httpsPolicy: set?.tracking?.HttpsPolicy ?? 'OPTIONAL',
    messageId: mail.messageId,
    key: trackingKey(world),
    ...(url === undefined ? {} : { unsubscribeUrl: url }),
    garbles8bit: world.traps.has('ses-8bit'),
  });
  mail.delivered = bytes;
  mail.links = links;
  if (pixel !== undefined) mail.pixel = pixel;
}

/** AWS: who is on the suppression list, or has unsubscribed, gets nothing; the event is a bounce. */
function withheld(kept: Ses, { set, list }: Accepted, address: string): Withheld | undefined {
  const reasons = set?.suppression?.SuppressedReasons ?? kept.suppressedReasons;
  const entry = kept.suppressed.get(address.toLowerCase());
  if (entry !== undefined && reasons.includes(entry.reason)) return 'onAccountList';
  const contacts = list === undefined ? undefined : kept.contactLists.get(list.name);
  return contacts !== undefined && isUnsubscribed(contacts, address, list?.topic) ? 'unsubscribed' : undefined;
}

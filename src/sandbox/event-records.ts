/** The JSON that SES publishes: ten types, each exactly as its documentation shows. Pure. */
import type { EventType as ApiEventType } from '@aws-sdk/client-sesv2';
import type { Mail } from './inbox.ts';

/** AWS: the API's word for a type, the record's word, and the key of its payload, which is not always the same word. */
const recordTypes = {
  SEND: ['Send', 'send'],
  DELIVERY: ['Delivery', 'delivery'],
  BOUNCE: ['Bounce', 'bounce'],
  COMPLAINT: ['Complaint', 'complaint'],
  REJECT: ['Reject', 'reject'],
  OPEN: ['Open', 'open'],
  CLICK: ['Click', 'click'],
  RENDERING_FAILURE: ['Rendering Failure', 'failure'],
  DELIVERY_DELAY: ['DeliveryDelay', 'deliveryDelay'],
  SUBSCRIPTION: ['Subscription', 'subscription'],
} as const satisfies Record<ApiEventType, readonly [string, string]>;

/** Times are milliseconds since 1970. */
export type Happening =
  | { type: 'SEND' }
  | { type: 'DELIVERY'; at: number; recipient: string }
  | { type: 'BOUNCE'; at: number; recipient: string; bounce: BounceKind; feedbackId: string }
  | { type: 'COMPLAINT'; at: number; recipient: string; feedbackId: string; subType?: string }
  | { type: 'REJECT' }
  | { type: 'OPEN'; at: number; ip: string; userAgent: string }
  | { type: 'CLICK'; at: number; ip: string; userAgent: string; link: string; linkTags: Record<string, string[]> | null }
  | { type: 'RENDERING_FAILURE'; template: string; error: string }
  | { type: 'DELIVERY_DELAY'; at: number; recipient: string; expiresAt: number }
  | { type: 'SUBSCRIPTION'; at: number; list: string; source: string; before: TopicPreferences; after: TopicPreferences };

export interface TopicPreferences {
  unsubscribeAll: boolean;
  topicSubscriptionStatus: { topicName: string; subscriptionStatus: 'OptIn' | 'OptOut' }[];
}

export interface BounceKind {
  bounceType: 'Permanent' | 'Transient' | 'Undetermined';
  bounceSubType: string;
  action?: string;
  status?: string;
  diagnosticCode?: string;
  reportingMTA?: string;
}

const iso = (ms: number): string => new Date(ms).toISOString();
const outgoingIp = '198.51.100.7';

/** @returns the record; SES publishes it as one line */
export function eventRecord(mail: Mail, happening: Happening): Record<string, unknown> {
  const [eventType, key] = recordTypes[happening.type];
  return { eventType, mail: mailObject(mail, happening), [key]: payload(mail, happening) };
}

function mailObject(mail: Mail, { type }: Happening): Record<string, unknown> {
  const facts = {
    timestamp: iso(mail.at),
    source: mail.source,
    sourceArn: mail.sourceArn,
    sendingAccountId: mail.sourceArn.split(':')[4] ?? '',
    messageId: mail.messageId,
    destination: mail.destination,
    headersTruncated: mail.headersTruncated,
  };
  // AWS: the outgoing address is told of what was handed over.
  const tags = type === 'DELIVERY' ? { ...mail.tags, 'ses:outgoing-ip': [outgoingIp] } : mail.tags;
  // AWS: the records of these two carry no headers.
  if (type === 'RENDERING_FAILURE' || type === 'DELIVERY_DELAY') return { ...facts, tags };
  return { ...facts, headers: mail.headers, commonHeaders: mail.commonHeaders, tags };
}

function payload(mail: Mail, happening: Happening): Record<string, unknown> {
  switch (happening.type) {
    case 'SEND':
      return {};
    case 'DELIVERY':
      return {
        timestamp: iso(happening.at),
        processingTimeMillis: happening.at - mail.at,
        recipients: [happening.recipient],
        smtpResponse: `250 2.0.0 OK ${Math.floor(happening.at / 1000)} sandbox`,
        reportingMTA: `a7-${outgoingIp.split('.').at(-1)}.smtp-out.amazonses.com`,
      };
    case 'BOUNCE': {
      const { bounceType, bounceSubType, action, status, diagnosticCode, reportingMTA } = happening.bounce;
      return {
        feedbackId: happening.feedbackId,
        bounceType,
        bounceSubType,
        bouncedRecipients: [{ emailAddress: happening.recipient, ...defined({ action, status, diagnosticCode }) }],
        timestamp: iso(happening.at),
        ...defined({ reportingMTA }),
      };
    }
    case 'COMPLAINT':
      return {
        feedbackId: happening.feedbackId,
        complaintSubType: happening.subType ?? null,
        complainedRecipients: [{ emailAddress: happening.recipient }],
        timestamp: iso(happening.at),
        userAgent: 'Amazon SES Mailbox Simulator',
        complaintFeedbackType: 'abuse',
        arrivalDate: iso(happening.at),
      };
    case 'REJECT':
      return { reason: 'Bad content' };
    case 'OPEN':
      return reading(happening);
    case 'CLICK':
      return { ...reading(happening), link: happening.link, linkTags: happening.linkTags };
    case 'RENDERING_FAILURE':
      return { errorMessage: happening.error, templateName: happening.template };
    case 'DELIVERY_DELAY':
      return {
        timestamp: iso(happening.at),
        delayType: 'TransientCommunicationFailure',
        expirationTime: iso(happening.expiresAt),
        delayedRecipients: [
          { emailAddress: happening.recipient, status: '4.4.1', diagnosticCode: 'smtp; 421 4.4.1 Unable to connect to remote host' },
        ],
      };
    case 'SUBSCRIPTION':
      return {
        contactList: happening.list,
        timestamp: iso(happening.at),
        source: happening.source,
        newTopicPreferences: happening.after,
        oldTopicPreferences: happening.before,
      };
  }
}

/** AWS: `isBotEvent` is a string. How SES decides is not documented; here it goes by the user agent of known security gateways. */
function reading({ at, ip, userAgent }: { at: number; ip: string; userAgent: string }): Record<string, unknown> {
  return {
    timestamp: iso(at),
    userAgent,
    ipAddress: ip,
    isBotEvent: /barracuda|mimecast|proofpoint|forcepoint|sophos|symantec|safelinks|bingpreview|gateway/i.test(userAgent) ? 'Likely' : 'Unlikely',
  };
}

function defined(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

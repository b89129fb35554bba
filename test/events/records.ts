/** SES records as AWS writes them, for tests of everything that receives. */

export const messageId = '0100019ab1c2d3e4-11111111-2222-3333-4444-555555555555-000000';

export const mail = {
  timestamp: '2026-11-24T08:00:00.000Z',
  messageId,
  source: 'News <news@example.test>',
  sourceArn: 'arn:aws:ses:us-east-1:123456789012:identity/example.test',
  sendingAccountId: '123456789012',
  destination: ['Reader@example.org'],
  headersTruncated: false,
  headers: [
    { name: 'From', value: 'News <news@example.test>' },
    { name: 'List-Unsubscribe', value: '<https://example.test/u?token=SECRET1>' },
  ],
  commonHeaders: { from: ['News <news@example.test>'], to: ['Reader <Reader@example.org>'], messageId: '<own@example.test>', subject: 'Hello' },
  tags: { 'ses:configuration-set': ['ses-track'], campaign: ['autumn'] },
};

/** One payload of each type, under the key and with the fields AWS documents. */
export const payloads: Record<string, Record<string, unknown>> = {
  Send: { send: {} },
  Delivery: {
    delivery: {
      timestamp: '2026-11-24T08:00:01.000Z',
      processingTimeMillis: 900,
      recipients: ['Reader@example.org'],
      smtpResponse: '250 2.6.0 Message received',
      reportingMTA: 'a8-70.smtp-out.amazonses.com',
    },
  },
  Open: {
    open: { ipAddress: '192.0.2.77', timestamp: '2026-11-24T08:05:00.123Z', userAgent: 'Mozilla/5.0 (X11; Linux x86_64)', isBotEvent: 'Unlikely' },
  },
  Click: {
    click: {
      ipAddress: '192.0.2.77',
      timestamp: '2026-11-24T08:06:00.456Z',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
      link: 'https://shop.example.test/welcome?token=SECRET2#SECRET3',
      linkTags: { place: ['top'] },
      isBotEvent: 'Unlikely',
    },
  },
  Bounce: {
    bounce: {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: 'Reader@example.org', action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' }],
      timestamp: '2026-11-24T08:00:02.000Z',
      feedbackId: '0100017a-bounce',
      reportingMTA: 'dsn; a8-70.smtp-out.amazonses.com',
    },
  },
  Complaint: {
    complaint: {
      complainedRecipients: [{ emailAddress: 'reader@example.org' }],
      timestamp: '2026-11-24T09:00:00.000Z',
      feedbackId: '0100017a-complaint',
      complaintSubType: null,
      complaintFeedbackType: 'abuse',
    },
  },
  Reject: { reject: { reason: 'Bad content' } },
  'Rendering Failure': { failure: { templateName: 'welcome', errorMessage: "Attribute 'name' is not present in the rendering data." } },
  DeliveryDelay: {
    deliveryDelay: {
      delayType: 'MailboxFull',
      delayedRecipients: [{ emailAddress: 'reader@example.org', status: '4.2.2', diagnosticCode: 'smtp; 452 4.2.2 over quota' }],
      expirationTime: '2026-11-25T08:00:00.000Z',
      timestamp: '2026-11-24T08:10:00.000Z',
    },
  },
  Subscription: {
    subscription: {
      contactList: 'news',
      timestamp: '2026-11-24T10:00:00.000Z',
      source: 'UnsubscribeHeader',
      newTopicPreferences: { unsubscribeAll: true, topicSubscriptionStatus: [{ topicName: 'weekly', subscriptionStatus: 'OptOut' }] },
      oldTopicPreferences: { unsubscribeAll: false, topicSubscriptionStatus: [{ topicName: 'weekly', subscriptionStatus: 'OptIn' }] },
    },
  },
};

/** A record of that type as JSON; `change` goes over the payload. */
export function recordOf(type: string, change: Record<string, unknown> = {}, mailChange: Record<string, unknown> = {}): string {
  const [key = '', payload] = Object.entries(payloads[type] ?? {})[0] ?? [];
  return JSON.stringify({ eventType: type, mail: { ...mail, ...mailChange }, [key]: { ...(payload as object), ...change } });
}

/** Every part a recipient can play: which events follow, in which order, and when, by a clock that costs nothing. */
import { describe, expect, test } from 'vitest';
import { roleNames } from '../../src/sandbox/recipients.ts';
import { openAccount } from './account.ts';

const html = '<body><a href="https://example.com/one">1</a> <a href="https://example.com/two?x=1">2</a></body>';

const account = await openAccount();

/** What the webhook heard of one mail. */
const eventsOf = (messageId: string) => account.events().filter(event => (event['mail'] as { messageId: string }).messageId === messageId);

/** `Click https://example.com/one Unlikely +9s`, one line an event. */
async function story(to: string): Promise<string[]> {
  const sentAt = account.clock.now();
  const messageId = await account.send({ to: [to], html });
  await account.settled();
  return eventsOf(messageId).map(event => {
    const type = String(event['eventType']);
    const detail = (event[type === 'DeliveryDelay' ? 'deliveryDelay' : type.toLowerCase()] ?? {}) as Record<string, string>;
    const words = [type, detail['bounceType'], detail['bounceSubType'], detail['link'], detail['isBotEvent']].filter(word => word !== undefined);
    const at = detail['timestamp'];
    return [...words, ...(at === undefined ? [] : [`+${(Date.parse(at) - sentAt) / 1000}s`])].join(' ');
  });
}

const stories: Record<string, string[]> = {
  success: ['Send', 'Delivery +1s'],
  bounce: ['Send', 'Bounce Permanent General +2s'],
  ooto: ['Send', 'Delivery +1s', 'Bounce Transient General +3s'],
  complaint: ['Send', 'Delivery +1s', 'Complaint +4s'],
  suppressionlist: ['Send', 'Bounce Permanent Suppressed +1s'],
  reader: ['Send', 'Delivery +1s', 'Open Unlikely +6s', 'Click https://example.com/one Unlikely +9s'],
  opens: ['Send', 'Delivery +1s', 'Open Unlikely +6s'],
  'clicks-all': [
    'Send',
    'Delivery +1s',
    'Open Unlikely +6s',
    'Click https://example.com/one Unlikely +9s',
    'Click https://example.com/two?x=1 Unlikely +9s',
  ],
  twice: [
    'Send',
    'Delivery +1s',
    'Open Unlikely +6s',
    'Click https://example.com/one Unlikely +9s',
    'Open Unlikely +20s',
    'Click https://example.com/one Unlikely +24s',
  ],
  scanner: [
    'Send',
    'Delivery +1s',
    'Open Likely +1.3s',
    'Click https://example.com/one Likely +1.5s',
    'Click https://example.com/two?x=1 Likely +1.5s',
  ],
  'apple-mpp': ['Send', 'Delivery +1s', 'Open Unlikely +3s'],
  'gmail-proxy': ['Send', 'Delivery +1s', 'Open Unlikely +8s'],
  // Its click is lost: the tracking host answers a decoded link 400.
  mail139: ['Send', 'Delivery +1s', 'Open Unlikely +6s'],
  delay: ['Send', 'DeliveryDelay +5s', 'Delivery +30s'],
};

describe('the parts', () => {
  test('each has its story here', () => {
    expect(Object.keys(stories)).toEqual(roleNames);
  });

  test.each(Object.entries(stories))('%s@', async (name, expected) => {
    expect(await story(`${name}@example.org`)).toEqual(expected);
  });

  test('a label after + and a name around the address change nothing, at the simulator or anywhere', async () => {
    expect(await story('bounce+order-7@simulator.amazonses.com')).toEqual(stories['bounce']);
    expect(await story('Ann <READER+x@example.org>')).toEqual(stories['reader']);
  });

  test('anybody else gets the mail and stays silent', async () => {
    expect(await story('constructor@example.org')).toEqual(['Send', 'Delivery +1s']);
  });
});

test('each recipient of one mail plays a part of its own, and all share the same links', async () => {
  const messageId = await account.send({ to: ['bounce@example.org', 'reader@example.org', 'ann@example.org'], html });
  await account.settled();
  expect(eventsOf(messageId).map(event => event['eventType'])).toEqual(['Send', 'Delivery', 'Delivery', 'Bounce', 'Open', 'Click']);
});

test('readers of a mail without links or pixel do nothing, and nothing breaks', async () => {
  const messageId = await account.send({ to: ['reader@example.org', 'clicks-all@example.org', 'mail139@example.org'], text: 'https://example.com/' });
  await account.settled();
  expect(eventsOf(messageId).map(event => event['eventType'])).toEqual(['Send', 'Delivery', 'Delivery', 'Delivery']);
});

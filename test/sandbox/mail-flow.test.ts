/** From SendEmail to a signed-for event at an endpoint, through the real SDK clients, in process. */
import { expect, test } from 'vitest';
import { openAccount } from './account.ts';

test('a mail to a reader is sent, delivered, opened and clicked, and its webhook hears of each', async () => {
  const account = await openAccount();
  const messageId = await account.send({ to: ['reader@example.org'], html: '<body><a href="https://example.com/?a=1&amp;b=2">go</a></body>' });
  await account.settled();
  expect(account.events().map(event => event['eventType'])).toEqual(['Send', 'Delivery', 'Open', 'Click']);
  expect(account.events().every(event => (event['mail'] as { messageId: string }).messageId === messageId)).toBe(true);
});

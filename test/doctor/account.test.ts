/** What the doctor says of an account that may not send as it should. */
import * as ses from '@aws-sdk/client-sesv2';
import { describe, test } from 'vitest';
import { isLong } from '../long.ts';
import { events, proves, type World } from './stage.ts';

const worlds: World[] = [
  {
    name: 'an alarm paused sending for the whole account',
    flags: events,
    broken: ({ ses: to }) => to.send(new ses.PutAccountSendingAttributesCommand({ SendingEnabled: false })),
    finds: ['account-sending'],
    says: /sending is paused for the whole account in us-east-1/,
    mends: 'aws',
  },
];

describe.concurrent('the account', () => {
  test.each(worlds.map(world => [world.name, world] as const))('%s', async (_, world) => proves(world, isLong));
});

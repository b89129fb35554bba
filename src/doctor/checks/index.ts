/** Every check, in the order of the way from the send to the stored event; one line each. */
import type { Check } from '../check.ts';
import { accountSending } from './account-sending.ts';
import { credentials } from './credentials.ts';

export const checks: readonly Check[] = [
  // account
  credentials,
  accountSending,
  // sender
  // set
  // destination
  // topic
  // subscription
  // webhook
  // dns
  // certificate
  // distribution
  // front
  // drift
];

/** Tells a used-up quota from a throttle, and keeps the SDK from asking again for what no waiting brings. */
import type { RetryStrategy, RetryStrategyV2 } from '@smithy/types';

/**
 * Whether AWS refused because a quota is used up, by its name for the error or by its words.
 * AWS: LimitExceededException, which the SDK takes for a throttle, is a quota of SES and ACM. <ses v2 and acm API>
 * AWS: the day's quota comes under the same name as the send rate; the words alone tell them apart. <https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html>
 */
export function isUsedUp({ name, message }: { name: string; message: string }): boolean {
  return name === 'LimitExceededException' || isDayUsedUp(message);
}

/** Whether AWS says that the account has sent what it may send in 24 hours. */
export const isDayUsedUp = (message: string): boolean => /^daily (message|sending) quota exceeded/i.test(message);

/** The SDK's own retries for everything but a used-up quota, which is said at the first refusal. */
export function neverForQuotas(retries: RetryStrategy | RetryStrategyV2): RetryStrategy | RetryStrategyV2 {
  if (!('refreshRetryTokenForRetry' in retries)) return retries;
  return {
    // The SDK names the mode in its user agent.
    ...('mode' in retries ? { mode: retries.mode } : {}),
    acquireInitialRetryToken: scope => retries.acquireInitialRetryToken(scope),
    recordSuccess: token => retries.recordSuccess(token),
    refreshRetryTokenForRetry: async (token, info) => {
      // No token means no further attempt: the SDK then throws what AWS said.
      if (info.error instanceof Error && isUsedUp(info.error)) throw info.error;
      return retries.refreshRetryTokenForRetry(token, info);
    },
  };
}

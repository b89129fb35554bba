/** When SNS tries an HTTP endpoint again: the delivery policy's phases as a list of waits. */
import { isObject, objectOf, parseJson } from '../../../events/json.ts';

// AWS: three retries, twenty seconds apart, an hour at the very most. <https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html>
const defaults = { minDelayTarget: 20, maxDelayTarget: 20, numRetries: 3, numNoDelayRetries: 0, numMinDelayRetries: 0, numMaxDelayRetries: 0 };
const mostMs = 3_600_000;

function read(policy: unknown): typeof defaults {
  const given = objectOf(policy);
  const number = (key: keyof typeof defaults): number => {
    const value = given[key];
    return typeof value === 'number' && value >= 0 ? value : defaults[key];
  };
  const minDelayTarget = number('minDelayTarget');
  return {
    minDelayTarget,
    maxDelayTarget: Math.max(number('maxDelayTarget'), minDelayTarget),
    numRetries: Math.min(number('numRetries'), 100),
    numNoDelayRetries: Math.min(number('numNoDelayRetries'), 100),
    numMinDelayRetries: Math.min(number('numMinDelayRetries'), 100),
    numMaxDelayRetries: Math.min(number('numMaxDelayRetries'), 100),
  };
}

/**
 * @param subscriptionPolicy the subscription's DeliveryPolicy, if any: `{"healthyRetryPolicy": …}`
 * @param topicPolicy the topic's: `{"http": {"defaultHealthyRetryPolicy": …, "disableSubscriptionOverrides": …}}`
 * @returns milliseconds before each retry; as many as there are retries
 */
export function retryWaits(subscriptionPolicy: string | undefined, topicPolicy: string | undefined): number[] {
  const topic = objectOf(objectOf(parseJson(topicPolicy ?? ''))['http']);
  const own = topic['disableSubscriptionOverrides'] === true ? undefined : objectOf(parseJson(subscriptionPolicy ?? ''))['healthyRetryPolicy'];
  const numbers = read(isObject(own) ? own : topic['defaultHealthyRetryPolicy']);
  const { numRetries, numNoDelayRetries, numMinDelayRetries, numMaxDelayRetries, minDelayTarget, maxDelayTarget } = numbers;
  const between = Math.max(0, numRetries - numNoDelayRetries - numMinDelayRetries - numMaxDelayRetries);
  // AWS draws its four backoff functions but gives no formula: a straight line stands for all of them.
  const line = Array.from({ length: between }, (_, at) => minDelayTarget + ((maxDelayTarget - minDelayTarget) * (at + 1)) / between);
  const seconds = [
    ...Array.from({ length: numNoDelayRetries }, () => 0),
    ...Array.from({ length: numMinDelayRetries }, () => minDelayTarget),
    ...line,
    ...Array.from({ length: numMaxDelayRetries }, () => maxDelayTarget),
  ].slice(0, numRetries);
  let sum = 0;
  return seconds
    .map(one => one * 1000)
    .filter(one => {
      sum += one;
      return sum <= mostMs;
    });
}

/** The Content-Type that a subscription asks for instead of SNS's own. */
export function contentType(subscriptionPolicy: string | undefined): string {
  const asked = objectOf(objectOf(parseJson(subscriptionPolicy ?? ''))['requestPolicy'])['headerContentType'];
  return typeof asked === 'string' ? asked : 'text/plain; charset=UTF-8';
}

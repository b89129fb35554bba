/** Reads who is subscribed to an SNS topic, and how. */
import { orAbsent } from './absent.ts';
import type { Look } from './look.ts';

export interface Subscription {
  /** undefined while it waits for confirmation: the list then shows a word in place of an ARN. */
  arn?: string;
  protocol: string;
  endpoint: string;
}

/** Every subscription of the topic, all pages. */
export async function subscriptions({ aws }: Look, topicArn: string): Promise<Subscription[] | 'absent'> {
  const [sns, { ListSubscriptionsByTopicCommand }] = await Promise.all([aws.sns(), import('@aws-sdk/client-sns')]);
  const all: Subscription[] = [];
  let next: string | undefined;
  do {
    const page = await orAbsent(sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn, ...(next ? { NextToken: next } : {}) })));
    if (page === 'absent') return 'absent';
    for (const { SubscriptionArn: arn, Protocol = '', Endpoint = '' } of page.Subscriptions ?? []) {
      // AWS: "PendingConfirmation" and "Deleted" stand in the place of the ARN.
      if (arn === 'Deleted') continue;
      all.push({ protocol: Protocol, endpoint: Endpoint, ...(arn?.startsWith('arn:') ? { arn } : {}) });
    }
    next = page.NextToken;
  } while (next);
  return all;
}

export interface SubscriptionSettings {
  /** True where the bare event is posted, without envelope and without signature. */
  isRaw: boolean;
  /** ARN of the queue that gets what could not be delivered. */
  deadLetter?: string;
}

export async function subscriptionSettings({ aws }: Look, arn: string): Promise<SubscriptionSettings | 'absent'> {
  const [sns, { GetSubscriptionAttributesCommand }] = await Promise.all([aws.sns(), import('@aws-sdk/client-sns')]);
  const found = await orAbsent(sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn })));
  if (found === 'absent') return 'absent';
  const { RawMessageDelivery, RedrivePolicy } = found.Attributes ?? {};
  const deadLetter = targetOf(RedrivePolicy);
  return { isRaw: RawMessageDelivery === 'true', ...(deadLetter === undefined ? {} : { deadLetter }) };
}

/** `{"deadLetterTargetArn":"arn:aws:sqs:…"}` → the ARN. */
function targetOf(redrivePolicy: string | undefined): string | undefined {
  return /"deadLetterTargetArn"\s*:\s*"([^"]+)"/.exec(redrivePolicy ?? '')?.[1];
}

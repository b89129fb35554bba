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
  /** The filter policy as AWS keeps it: JSON text. Absent where every message comes through. */
  filter?: string;
  /** What the filter looks at: `MessageAttributes` or `MessageBody`. */
  filterScope?: string;
}

export async function subscriptionSettings({ aws }: Look, arn: string): Promise<SubscriptionSettings | 'absent'> {
  const [sns, { GetSubscriptionAttributesCommand }] = await Promise.all([aws.sns(), import('@aws-sdk/client-sns')]);
  const found = await orAbsent(sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn })));
  if (found === 'absent') return 'absent';
  const { RawMessageDelivery, RedrivePolicy, FilterPolicy: filter, FilterPolicyScope: filterScope = 'MessageAttributes' } = found.Attributes ?? {};
  const deadLetter = targetOf(RedrivePolicy);
  return {
    isRaw: RawMessageDelivery === 'true',
    ...(deadLetter === undefined ? {} : { deadLetter }),
    // AWS: an empty policy is how one is taken away. <https://docs.aws.amazon.com/sns/latest/dg/example_sns_SetSubscriptionAttributes_section.html>
    ...(filter === undefined || /^\s*(\{\s*\})?\s*$/.test(filter) ? {} : { filter, filterScope }),
  };
}

/** `{"deadLetterTargetArn":"arn:aws:sqs:…"}` → the ARN. */
function targetOf(redrivePolicy: string | undefined): string | undefined {
  return /"deadLetterTargetArn"\s*:\s*"([^"]+)"/.exec(redrivePolicy ?? '')?.[1];
}

/** How somebody breaks what setup made between the send and the webhook: one step each. */
import * as ses from '@aws-sdk/client-sesv2';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import type { Stage } from '../setup/stage.ts';
import { set, topicArn, webhook } from './stage.ts';

const ofSet = { ConfigurationSetName: set };

/** Our destination, or another of that name, put as somebody wants it. */
export async function destination(stage: Stage, edit: (now: ses.EventDestinationDefinition) => ses.EventDestinationDefinition): Promise<void> {
  const { EventDestinations = [] } = await stage.ses.send(new ses.GetConfigurationSetEventDestinationsCommand(ofSet));
  const now = EventDestinations.find(({ Name }) => Name === set) ?? { Name: set, MatchingEventTypes: [] };
  const { Name, ...rest } = now;
  await stage.ses.send(new ses.UpdateConfigurationSetEventDestinationCommand({ ...ofSet, EventDestinationName: Name, EventDestination: edit(rest) }));
}

export function addDestination(stage: Stage, name: string, definition: ses.EventDestinationDefinition): Promise<unknown> {
  return stage.ses.send(
    new ses.CreateConfigurationSetEventDestinationCommand({
      ...ofSet,
      EventDestinationName: name,
      EventDestination: { Enabled: true, ...definition },
    }),
  );
}

export function dropDestination(stage: Stage, name = set): Promise<unknown> {
  return stage.ses.send(new ses.DeleteConfigurationSetEventDestinationCommand({ ...ofSet, EventDestinationName: name }));
}

export function setTopic(stage: Stage, AttributeName: string, AttributeValue: string): Promise<unknown> {
  return stage.sns.send(new sns.SetTopicAttributesCommand({ TopicArn: topicArn, AttributeName, AttributeValue }));
}

/** The statement that setup put into the topic's policy, or the queue's, changed. */
export async function rewritePolicy(
  stage: Stage,
  edit: (statement: { Condition: { StringEquals: Record<string, string> } } & Record<string, unknown>) => Record<string, unknown>[],
): Promise<void> {
  const { Attributes } = await stage.sns.send(new sns.GetTopicAttributesCommand({ TopicArn: topicArn }));
  const policy = JSON.parse(Attributes?.['Policy'] ?? '{}');
  await setTopic(stage, 'Policy', JSON.stringify({ ...policy, Statement: policy.Statement.flatMap(edit) }));
}

export async function subscriptionArn(stage: Stage, endpoint = webhook): Promise<string> {
  const { Subscriptions = [] } = await stage.sns.send(new sns.ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
  return Subscriptions.find(({ Endpoint }) => Endpoint === endpoint)?.SubscriptionArn ?? '';
}

export async function setSubscription(stage: Stage, AttributeName: string, AttributeValue: string): Promise<unknown> {
  return stage.sns.send(new sns.SetSubscriptionAttributesCommand({ SubscriptionArn: await subscriptionArn(stage), AttributeName, AttributeValue }));
}

export async function queueUrl(stage: Stage, name: string): Promise<string> {
  return (await stage.sqs.send(new sqs.GetQueueUrlCommand({ QueueName: name }))).QueueUrl ?? '';
}

export async function setQueue(stage: Stage, name: string, Attributes: Record<string, string>): Promise<unknown> {
  return stage.sqs.send(new sqs.SetQueueAttributesCommand({ QueueUrl: await queueUrl(stage, name), Attributes }));
}

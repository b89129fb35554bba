/** Confirms an SNS subscription through the API, so that ending it needs credentials. */
import type { SNSClient } from '@aws-sdk/client-sns';

/** AWS: only the API can ask for AuthenticateOnUnsubscribe; through the plain link, whoever has an UnsubscribeURL can end the subscription. */
export async function confirmSubscription(sns: SNSClient, { topicArn, token }: { topicArn: string; token: string }): Promise<void> {
  const { ConfirmSubscriptionCommand } = await import('@aws-sdk/client-sns');
  await sns.send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token: token, AuthenticateOnUnsubscribe: 'true' }));
}

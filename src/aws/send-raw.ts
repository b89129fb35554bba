/** Sends one raw message through SES, with its configuration set and tags. */
import type { SESv2Client } from '@aws-sdk/client-sesv2';

export interface RawMessage {
  /** Envelope addresses, without display names. */
  from: string;
  to: string;
  /** The whole message as MIME. */
  data: Uint8Array;
  set: string;
  tags?: readonly { name: string; value: string }[];
  /** No pixel and no rewritten links in this message, whatever the configuration set says. */
  noOpenTracking?: boolean;
  noClickTracking?: boolean;
}

/** @returns SES's message id, the one that events carry */
export async function sendRaw(
  ses: SESv2Client,
  { from, to, data, set, tags = [], noOpenTracking = false, noClickTracking = false }: RawMessage,
): Promise<string> {
  const { SendEmailCommand } = await import('@aws-sdk/client-sesv2');
  const tracking = {
    ...(noOpenTracking ? { OpenTrackingEnabled: 'DISABLED' as const } : {}),
    ...(noClickTracking ? { ClickTrackingEnabled: 'DISABLED' as const } : {}),
  };
  const { MessageId = '' } = await ses.send(
    new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [to] },
      Content: { Raw: { Data: data } },
      ConfigurationSetName: set,
      EmailTags: tags.map(({ name, value }) => ({ Name: name, Value: value })),
      // AWS: the override needs ses:ApplyTrackingConfigurationOverrides, so it is named only where it is asked for.
      ...(noOpenTracking || noClickTracking ? { ConfigurationOverrides: { Tracking: tracking } } : {}),
    }),
  );
  return MessageId;
}

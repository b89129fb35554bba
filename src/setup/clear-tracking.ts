/** Takes the tracking domain off a configuration set, so that mails carry SES's own host again, and looks whether it went. */
import { configurationSet } from '../observe/configuration-set.ts';
import { lookAt } from '../observe/look.ts';
import type { Hands } from './resource.ts';

/**
 * AWS: SES v2 has no call that deletes tracking options, and does not say whether putting none clears them; v1 has one.
 * <ses v1 API, DeleteConfigurationSetTrackingOptions>
 * @returns true where they are gone
 */
export async function clearTracking(hands: Hands, set: string): Promise<boolean> {
  const [ses, { PutConfigurationSetTrackingOptionsCommand }] = await Promise.all([hands.aws.ses(), import('@aws-sdk/client-sesv2')]);
  await ses.send(new PutConfigurationSetTrackingOptionsCommand({ ConfigurationSetName: set }));
  const found = await configurationSet(lookAt(hands), set);
  return found === 'absent' || found.trackingDomain === undefined;
}

/** What clears them for certain. */
export function clearCommand(set: string, region: string): string {
  return `aws ses delete-configuration-set-tracking-options --configuration-set-name ${set} --region ${region}`;
}

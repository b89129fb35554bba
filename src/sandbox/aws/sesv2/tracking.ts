/** Decides whether SES tracks a message: its set's destinations, VDM, and what the send itself says. Pure. */
import type { EventType, TrackingConfigurationOverrides } from '@aws-sdk/client-sesv2';
import type { Tracking } from '../../rewrite.ts';
import type { ConfigurationSet, Ses } from './state.ts';

/**
 * AWS: a destination that lists OPEN or CLICK turns tracking on, not the tracking options; so does VDM's engagement tracking, where the
 * set's word outranks the account's. AWS does not say whether a destination that is not enabled counts; here it does not.
 */
export function decideTracking(
  kept: Ses,
  set: ConfigurationSet | undefined,
  overrides: TrackingConfigurationOverrides | undefined,
): Pick<Tracking, 'clicks' | 'opens'> {
  const isVdm = vdmEngagement(kept, set) === 'ENABLED';
  const lists = (type: EventType): boolean =>
    set?.destinations.some(each => each.Enabled === true && each.MatchingEventTypes?.includes(type) === true) ?? false;
  const { OpenTrackingEnabled: opens, ClickTrackingEnabled: clicks } = overrides ?? {};
  return {
    clicks: clicks === undefined ? isVdm || lists('CLICK') : clicks === 'ENABLED',
    // AWS: DISABLED also takes the placeholder out. <https://docs.aws.amazon.com/ses/latest/dg/configuration-overrides.html>
    opens: opens === 'DISABLED' ? 'strip' : opens === 'ENABLED' || isVdm || lists('OPEN') ? 'on' : 'off',
  };
}

function vdmEngagement(kept: Ses, set: ConfigurationSet | undefined): string | undefined {
  const ofSet = set?.vdm?.DashboardOptions?.EngagementMetrics;
  if (ofSet !== undefined) return ofSet;
  return kept.vdm?.VdmEnabled === 'ENABLED' ? kept.vdm.DashboardAttributes?.EngagementMetrics : undefined;
}

/** Reads the account as SES sees it in one region: whether it may send, how much, and whether it tracks on its own. */
import type { Look } from './look.ts';

export interface Account {
  /** False for an account that is still in SES's own sandbox: it may write to verified addresses alone. */
  hasProductionAccess: boolean;
  /** False where sending is paused for the whole account. */
  isSending: boolean;
  /** `HEALTHY`, `PROBATION`, `SHUTDOWN`; AWS may add words. */
  enforcement: string;
  quota?: {
    /** Recipients in 24 hours; -1 for no limit. */
    max24Hours: number;
    sent24Hours: number;
    perSecond: number;
  };
  /** Whether VDM tracks engagement for every set that does not say otherwise. AWS: absent until VDM was set up once. */
  hasEngagement: boolean;
  /** VDM's optimized shared delivery, `ENABLED` or `DISABLED`; absent where nobody set it. */
  sharedDelivery?: string;
}

export async function account({ aws }: Look): Promise<Account> {
  const [ses, { GetAccountCommand }] = await Promise.all([aws.ses(), import('@aws-sdk/client-sesv2')]);
  const {
    ProductionAccessEnabled,
    SendingEnabled,
    EnforcementStatus,
    SendQuota: quota,
    VdmAttributes: vdm,
  } = await ses.send(new GetAccountCommand());
  return {
    hasProductionAccess: ProductionAccessEnabled ?? true,
    isSending: SendingEnabled ?? true,
    enforcement: EnforcementStatus ?? 'HEALTHY',
    ...(quota === undefined
      ? {}
      : { quota: { max24Hours: quota.Max24HourSend ?? -1, sent24Hours: quota.SentLast24Hours ?? 0, perSecond: quota.MaxSendRate ?? 0 } }),
    hasEngagement: vdm?.VdmEnabled === 'ENABLED' && vdm.DashboardAttributes?.EngagementMetrics === 'ENABLED',
    ...(vdm?.GuardianAttributes?.OptimizedSharedDelivery === undefined ? {} : { sharedDelivery: vdm.GuardianAttributes.OptimizedSharedDelivery }),
  };
}

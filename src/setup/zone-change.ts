/** Changes records of a hosted zone, all of a batch or none, and waits until every name server has it. */
import type { Change } from '@aws-sdk/client-route-53';
import type { Look } from '../observe/look.ts';
import type { Hands } from './resource.ts';
import { until } from './wait.ts';

/** @returns the change's id, for `inSync` */
export async function changeRecords({ aws }: Pick<Look, 'aws'>, zoneId: string, changes: Change[], comment: string): Promise<string> {
  const [route53, { ChangeResourceRecordSetsCommand }] = await Promise.all([aws.route53(), import('@aws-sdk/client-route-53')]);
  // AWS: a change that overlaps another of the same zone is PriorRequestNotComplete, which the SDK tries again.
  const { ChangeInfo } = await route53.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId: zoneId, ChangeBatch: { Changes: changes, Comment: comment } }),
  );
  return ChangeInfo?.Id ?? '';
}

/** Waits for INSYNC. AWS: generally within a minute. */
export async function inSync(hands: Hands, changeId: string): Promise<void> {
  const [route53, { GetChangeCommand }] = await Promise.all([hands.aws.route53(), import('@aws-sdk/client-route-53')]);
  await until(hands, { what: "all of Route 53's name servers to have the change", usually: 'a minute', timeoutMs: 1_800_000 }, async () => {
    const { ChangeInfo } = await route53.send(new GetChangeCommand({ Id: changeId }));
    return ChangeInfo?.Status === 'INSYNC' ? true : undefined;
  });
}

/** `CNAME name → value` as a change; `ttl` in seconds. */
export function cname(action: 'CREATE' | 'UPSERT' | 'DELETE', name: string, value: string, ttl: number): Change {
  return { Action: action, ResourceRecordSet: { Name: name, Type: 'CNAME', TTL: ttl, ResourceRecords: [{ Value: value }] } };
}

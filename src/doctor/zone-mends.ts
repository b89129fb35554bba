/** Commands that mend what is wrong in a hosted zone of the account, beside what setup writes there. */
import { chooseZone } from '../observe/choose-zone.ts';
import { plainName, records } from '../observe/record.ts';
import { nameServers, zones } from '../observe/zone.ts';
import type { Seen } from './remarks.ts';
import type { Scene } from './scene.ts';

/** Amazon beside the authorities that the CAA records name already; undefined where they are in no zone of this account. */
export async function letAmazonIssue({ cert: { renewal }, scene, tracking }: Seen): Promise<string | undefined> {
  const { look, awsCommand } = scene;
  const forbidden = renewal?.caa.flatMap(({ verdict }) => (verdict.kind === 'forbidden' ? verdict : []))[0];
  if (forbidden === undefined || tracking.dns === 'manual') return undefined;
  const choice = chooseZone(forbidden.at, await look.at(zones));
  if (choice.kind !== 'zone') return undefined;
  const found = (await look.at(records, choice.zone.id, forbidden.at)).find(({ type }) => type === 'CAA');
  if (found === undefined) return undefined;
  const ResourceRecords = [...found.values, '0 issue "amazon.com"'].map(Value => ({ Value }));
  const set = { Name: forbidden.at, Type: 'CAA', TTL: found.ttl ?? 300, ResourceRecords };
  const batch = JSON.stringify({ Changes: [{ Action: 'UPSERT', ResourceRecordSet: set }] });
  return awsCommand(['route53', 'change-resource-record-sets', '--hosted-zone-id', choice.zone.id, '--change-batch', batch], 'us-east-1');
}

/**
 * Takes away a zone below the one that the world asks, which nobody delegates to.
 * AWS: only one that holds nothing of its own is deleted, so this can lose no record. <route53 API, DeleteHostedZone>
 */
export async function dropUndelegated({ cert: { acm, domain }, scene: { look, awsCommand } }: Seen): Promise<string | undefined> {
  if (acm?.zone.kind !== 'read' || acm.zone.value.choice.kind !== 'zone' || acm.owners === undefined || 'failed' in acm.owners) return undefined;
  const { zone } = acm.zone.value.choice;
  const { zone: live, nameServers: servers } = acm.owners;
  const isAbove = (name: string) => name === live && domain.endsWith(`.${name}`);
  const above = (await look.at(zones)).filter(each => !each.isPrivate && each.id !== zone.id && isAbove(plainName(each.name)));
  const own = (await Promise.all(above.map(each => look.at(nameServers, each.id)))).flat().map(plainName);
  if (!servers.some(server => own.includes(plainName(server)))) return undefined;
  return awsCommand(['route53', 'delete-hosted-zone', '--id', zone.id], 'us-east-1');
}

/** Takes the tracking domain's own record away, where it leads to CloudFront and stands in a zone of this account; undefined where none does. */
export async function dropRecord(domain: string, { look, asked, awsCommand }: Scene): Promise<string | undefined> {
  if (asked.tracking?.dns === 'manual') return undefined;
  const choice = chooseZone(domain, await look.at(zones));
  if (choice.kind !== 'zone') return undefined;
  const leading = (await look.at(records, choice.zone.id, domain)).filter(each =>
    [each.alias, ...each.values].some(target => plainName(target ?? '').endsWith('.cloudfront.net')),
  );
  if (leading.length === 0) return undefined;
  const batch = JSON.stringify({ Changes: leading.map(({ set }) => ({ Action: 'DELETE', ResourceRecordSet: set })) });
  return awsCommand(['route53', 'change-resource-record-sets', '--hosted-zone-id', choice.zone.id, '--change-batch', batch], 'us-east-1');
}

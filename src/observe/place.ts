/** Reads where we are: account, partition and region, and the names that AWS gives to things there. */
import type { Look } from './look.ts';

export interface Place {
  account: string;
  /** `aws`, `aws-us-gov`, … */
  partition: string;
  region: string;
}

export async function place({ aws }: Look): Promise<Place> {
  const { account, partition } = await aws.identity();
  return { account, partition, region: aws.region };
}

/** AWS: SES v1 and v2 share the service name `ses` in ARNs. */
export function configurationSetArn({ partition, region, account }: Place, name: string): string {
  return `arn:${partition}:ses:${region}:${account}:configuration-set/${name}`;
}

export function topicArn({ partition, region, account }: Place, name: string): string {
  return `arn:${partition}:sns:${region}:${account}:${name}`;
}

export function queueArn({ partition, region, account }: Place, name: string): string {
  return `arn:${partition}:sqs:${region}:${account}:${name}`;
}

/** AWS: SES publishes to the default bus alone. */
export function eventBusArn({ partition, region, account }: Place): string {
  return `arn:${partition}:events:${region}:${account}:event-bus/default`;
}

/** The partition that a region is in, by its name. */
export function partitionOf(region: string): string {
  const special = [
    ['cn-', 'aws-cn'],
    ['us-gov-', 'aws-us-gov'],
    ['eusc-', 'aws-eusc'],
  ] as const;
  return special.find(([start]) => region.startsWith(start))?.[1] ?? 'aws';
}

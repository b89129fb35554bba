/** What operators do to a front that works: the steps that break it, as the console would do them. */
import type { DefaultCacheBehavior, DistributionConfig, Origin } from '@aws-sdk/client-cloudfront';
import { ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import { cname } from '../sandbox/aws/cloud.ts';
import type { Stage } from '../setup/stage.ts';

/** Longer than CloudFront and Route 53 take at quick pace; little enough that over sockets, where answers carry the machine's own time, clocks still agree. */
const longEnoughMs = 5_000;

export async function settle({ cloud }: Stage): Promise<void> {
  await cloud.wait(longEnoughMs);
}

/** The distribution that setup made. */
export async function distributionOf({ cloud }: Stage): Promise<{ id: string; domainName: string; certificate: string }> {
  const { DistributionList: list } = await cloud.edges.send(new ListDistributionsCommand({}));
  const [found] = list?.Items ?? [];
  return { id: found?.Id ?? '', domainName: found?.DomainName ?? '', certificate: found?.ViewerCertificate?.ACMCertificateArn ?? '' };
}

/** Changes the distribution and waits until every edge has it. */
export async function edited(stage: Stage, edit: (config: DistributionConfig) => DistributionConfig): Promise<void> {
  await stage.cloud.update((await distributionOf(stage)).id, edit);
  await settle(stage);
}

export function behaving(stage: Stage, behavior: Partial<DefaultCacheBehavior>): Promise<void> {
  return edited(stage, config => ({ ...config, DefaultCacheBehavior: { ...config.DefaultCacheBehavior, ...behavior } as DefaultCacheBehavior }));
}

export function leading(stage: Stage, origin: Partial<Origin>): Promise<void> {
  return edited(stage, config => ({
    ...config,
    Origins: { Quantity: 1, Items: (config.Origins?.Items ?? []).map(each => ({ ...each, ...origin })) },
  }));
}

/** Leads the tracking domain to another name, whatever stood there. */
export async function led(stage: Stage, target: string): Promise<void> {
  await stage.cloud.change(['UPSERT', cname('click.example.test', target)]);
  await settle(stage);
}

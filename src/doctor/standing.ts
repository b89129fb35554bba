/** The distribution that stands before the tracking domain, as the checks of the hop distribution see it. */
import { type DefaultCacheBehavior, type DistributionConfig, distribution, distributions, holderOf, type Origin } from '../observe/distribution.ts';
import type { AskedTracking } from '../setup/front-wants.ts';
import { listedFor } from '../setup/resources/distribution.ts';
import { type Check, check, type Outcome, skipped } from './check.ts';
import type { Scene } from './scene.ts';

export interface Standing {
  tracking: AskedTracking;
  id: string;
  /** `d….cloudfront.net` */
  domainName: string;
  isDeployed: boolean;
  config: DistributionConfig;
  /** What happens to a request for a tracked link. */
  behavior: Partial<DefaultCacheBehavior>;
  /** Where such a request goes on to. */
  origin: Partial<Origin>;
  /** `distribution E123 of click.example.com` */
  called: string;
}

/** @returns why there is nothing to look at, where there is nothing */
export async function standing({ look, asked }: Scene): Promise<Standing | Outcome> {
  const { tracking, deployment } = asked;
  const none = noDistribution(tracking);
  if (none !== undefined || tracking === undefined) return skipped(none ?? '');
  const listed = (await listedFor(look, { name: tracking.domain, deployment })) ?? holderOf(await look.at(distributions), tracking.domain);
  const found = listed === undefined ? 'absent' : await look.at(distribution, listed.id);
  if (found === 'absent') return skipped(`no distribution of this account is for ${tracking.domain}`);
  const { id, domainName, isDeployed, config } = found;
  const behavior: Partial<DefaultCacheBehavior> = config.DefaultCacheBehavior ?? {};
  const origin: Partial<Origin> = (config.Origins?.Items ?? []).find(({ Id }) => Id === behavior.TargetOriginId) ?? {};
  return { tracking, id, domainName, isDeployed, config, behavior, origin, called: `distribution ${id} of ${tracking.domain}` };
}

/** Why no distribution is asked for; undefined where one is. */
export function noDistribution(tracking: AskedTracking | undefined): string | undefined {
  if (tracking === undefined) return 'no tracking domain is wished';
  return tracking.front === 'own' ? `the HTTPS front of ${tracking.domain} is the operator's own` : undefined;
}

type DistributionCheck = Omit<Check, 'hop' | 'iam' | 'look'> & {
  /** Beside those that reading the distribution takes. */
  iam?: readonly string[];
  look(standing: Standing, scene: Scene): Outcome | Promise<Outcome>;
};

/** A check of how the distribution is set; where the name is another distribution's, that explains all of them. */
export function distributionCheck({ iam = [], after = [], explains = [], look, ...spec }: DistributionCheck): Check {
  return check({
    ...spec,
    hop: 'distribution',
    iam: ['cloudfront:ListDistributions', 'cloudfront:GetDistribution', ...iam],
    after: ['alias-owner', ...after],
    explains: ['distribution', 'front', 'proof', ...explains],
    async look(scene) {
      const found = await standing(scene);
      return 'state' in found ? found : look(found, scene);
    },
  });
}

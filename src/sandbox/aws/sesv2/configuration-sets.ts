/** Configuration sets and their options, with AWS's own order of checks. */
import type {
  CreateConfigurationSetCommandInput,
  DeleteConfigurationSetCommandInput,
  DeliveryOptions,
  GetConfigurationSetCommandInput,
  GetConfigurationSetCommandOutput,
  ListConfigurationSetsCommandInput,
  ListConfigurationSetsCommandOutput,
  PutConfigurationSetArchivingOptionsCommandInput,
  PutConfigurationSetDeliveryOptionsCommandInput,
  PutConfigurationSetReputationOptionsCommandInput,
  PutConfigurationSetSendingOptionsCommandInput,
  PutConfigurationSetSuppressionOptionsCommandInput,
  PutConfigurationSetTrackingOptionsCommandInput,
  PutConfigurationSetVdmOptionsCommandInput,
  UpdateConfigurationSetCommandInput,
} from '@aws-sdk/client-sesv2';
import { type Answer, type Call, fault, type Handlers } from '../../wire/handler.ts';
import type { World } from '../../world.ts';
import { type ConfigurationSet, page, type Ses, ses } from './state.ts';

type Nothing = Record<string, never>;

/** The set of that name, or AWS's refusal. */
export function getSet(kept: Ses, name: string | undefined): ConfigurationSet {
  const found = kept.configurationSets.get(name ?? '');
  if (found === undefined) throw fault('NotFoundException', `Configuration set <${name}> does not exist.`);
  return found;
}

const httpsPolicies = ['OPTIONAL', 'REQUIRE', 'REQUIRE_OPEN_ONLY'];

/** AWS: checks in this order, texts verbatim; captured from real AWS in 2026 by an emulator's authors. */
function checkTracking(
  world: World,
  kept: Ses,
  {
    CustomRedirectDomain: domain,
    HttpsPolicy: policy,
  }: PutConfigurationSetTrackingOptionsCommandInput | { CustomRedirectDomain: string | undefined; HttpsPolicy?: string | undefined },
): void {
  if (domain?.trim() === '' || (policy !== undefined && domain === undefined))
    throw fault('BadRequestException', 'CustomRedirectDomain must be specified.');
  if (domain !== undefined && !isVerifiedDomain(world, kept, domain))
    throw fault('BadRequestException', `Domain <${domain}> is not verified under this account.`);
  if (policy !== undefined && !httpsPolicies.includes(policy))
    throw fault(
      'BadRequestException',
      `1 validation error detected: Value at 'httpsPolicy' failed to satisfy constraint: Member must satisfy enum value set: [${httpsPolicies.join(', ')}]`,
    );
}

/** AWS does not say whether a verified parent is enough; here it is not, unless the world's trap `ses-parent-domain` says so. */
function isVerifiedDomain(world: World, kept: Ses, domain: string): boolean {
  const labels = domain.toLowerCase().split('.');
  const candidates = labels.map((_, index) => labels.slice(index).join('.')).slice(0, world.traps.has('ses-parent-domain') ? undefined : 1);
  return candidates.some(name => {
    const identity = kept.identities.get(name);
    return identity?.type === 'DOMAIN' && identity.isVerified;
  });
}

function checkDelivery({ SendingPoolName: pool, MaxDeliverySeconds: seconds }: DeliveryOptions): void {
  if (pool !== undefined)
    throw fault('BadRequestException', pool.trim() === '' ? "sendingPoolName can't be blank." : `SendingPool <${pool}> doesn't exist`);
  const bound =
    seconds === undefined ? undefined : seconds < 300 ? 'greater than or equal to 300' : seconds > 50_400 ? 'less than or equal to 50400' : undefined;
  if (bound !== undefined)
    throw fault(
      'BadRequestException',
      `1 validation error detected: Value at 'maxDeliverySeconds' failed to satisfy constraint: Member must have value ${bound}`,
    );
}

export const configurationSets = {
  CreateConfigurationSet(input: CreateConfigurationSetCommandInput, { world, region }: Call): Nothing {
    const kept = ses(world, region);
    const name = input.ConfigurationSetName ?? '';
    if (input.TrackingOptions !== undefined) checkTracking(world, kept, input.TrackingOptions);
    if (input.DeliveryOptions !== undefined) checkDelivery(input.DeliveryOptions);
    // AWS: 400, whatever emulators say; and what is there is not updated.
    if (kept.configurationSets.has(name)) throw fault('AlreadyExistsException', `Configuration set ${name} already exists.`);
    kept.configurationSets.set(name, {
      name,
      ...(input.TrackingOptions === undefined ? {} : { tracking: input.TrackingOptions }),
      ...(input.DeliveryOptions === undefined ? {} : { delivery: input.DeliveryOptions }),
      // AWS: both read back true by default.
      reputationMetrics: input.ReputationOptions?.ReputationMetricsEnabled ?? true,
      sending: input.SendingOptions?.SendingEnabled ?? true,
      ...(input.SuppressionOptions === undefined ? {} : { suppression: input.SuppressionOptions }),
      ...(input.VdmOptions === undefined ? {} : { vdm: input.VdmOptions }),
      ...(input.ArchivingOptions?.ArchiveArn === undefined ? {} : { archiveArn: input.ArchivingOptions.ArchiveArn }),
      ...(input.MessageSecurityOptions === undefined ? {} : { security: input.MessageSecurityOptions }),
      tags: input.Tags ?? [],
      destinations: [],
    });
    return {};
  },

  GetConfigurationSet(input: GetConfigurationSetCommandInput, { world, region }: Call): Answer<GetConfigurationSetCommandOutput> {
    const set = getSet(ses(world, region), input.ConfigurationSetName);
    return {
      ConfigurationSetName: set.name,
      ...(set.tracking === undefined ? {} : { TrackingOptions: set.tracking }),
      DeliveryOptions: set.delivery ?? { TlsPolicy: 'OPTIONAL' },
      ReputationOptions: { ReputationMetricsEnabled: set.reputationMetrics },
      SendingOptions: { SendingEnabled: set.sending },
      Tags: set.tags,
      ...(set.suppression === undefined ? {} : { SuppressionOptions: set.suppression }),
      ...(set.vdm === undefined ? {} : { VdmOptions: set.vdm }),
      ...(set.archiveArn === undefined ? {} : { ArchivingOptions: { ArchiveArn: set.archiveArn } }),
      ...(set.security === undefined ? {} : { MessageSecurityOptions: set.security }),
    };
  },

  ListConfigurationSets(input: ListConfigurationSetsCommandInput, { world, region }: Call): Answer<ListConfigurationSetsCommandOutput> {
    const contains = input.Filter?.CONFIGURATION_SET_NAME_CONTAINS?.toLowerCase() ?? '';
    const names = [...ses(world, region).configurationSets.keys()].filter(name => name.toLowerCase().includes(contains)).sort();
    const { items, ...next } = page(names, input.PageSize, input.NextToken);
    return { ConfigurationSets: items, ...next };
  },

  DeleteConfigurationSet(input: DeleteConfigurationSetCommandInput, { world, region }: Call): Nothing {
    const kept = ses(world, region);
    kept.configurationSets.delete(getSet(kept, input.ConfigurationSetName).name);
    return {};
  },

  UpdateConfigurationSet(input: UpdateConfigurationSetCommandInput, { world, region }: Call): Nothing {
    const set = getSet(ses(world, region), input.ConfigurationSetName);
    if (input.MessageSecurityOptions !== undefined) set.security = input.MessageSecurityOptions;
    return {};
  },

  PutConfigurationSetTrackingOptions(input: PutConfigurationSetTrackingOptionsCommandInput, { world, region }: Call): Nothing {
    const kept = ses(world, region);
    const set = getSet(kept, input.ConfigurationSetName);
    checkTracking(world, kept, input);
    // AWS does not say whether a call with neither member clears the options; here it does, unless the trap `ses-tracking-stays` is on.
    if (input.CustomRedirectDomain !== undefined)
      set.tracking = {
        CustomRedirectDomain: input.CustomRedirectDomain,
        ...(input.HttpsPolicy === undefined ? {} : { HttpsPolicy: input.HttpsPolicy }),
      };
    else if (!world.traps.has('ses-tracking-stays')) delete set.tracking;
    return {};
  },

  PutConfigurationSetDeliveryOptions(input: PutConfigurationSetDeliveryOptionsCommandInput, { world, region }: Call): Nothing {
    const { ConfigurationSetName: name, ...options } = input;
    const set = getSet(ses(world, region), name);
    checkDelivery(options);
    set.delivery = options;
    return {};
  },

  PutConfigurationSetReputationOptions(input: PutConfigurationSetReputationOptionsCommandInput, { world, region }: Call): Nothing {
    getSet(ses(world, region), input.ConfigurationSetName).reputationMetrics = input.ReputationMetricsEnabled ?? false;
    return {};
  },

  PutConfigurationSetSendingOptions(input: PutConfigurationSetSendingOptionsCommandInput, { world, region }: Call): Nothing {
    getSet(ses(world, region), input.ConfigurationSetName).sending = input.SendingEnabled ?? false;
    return {};
  },

  PutConfigurationSetSuppressionOptions(input: PutConfigurationSetSuppressionOptionsCommandInput, { world, region }: Call): Nothing {
    const { ConfigurationSetName: name, ...options } = input;
    getSet(ses(world, region), name).suppression = options;
    return {};
  },

  PutConfigurationSetVdmOptions(input: PutConfigurationSetVdmOptionsCommandInput, { world, region }: Call): Nothing {
    const set = getSet(ses(world, region), input.ConfigurationSetName);
    if (input.VdmOptions === undefined) delete set.vdm;
    else set.vdm = input.VdmOptions;
    return {};
  },

  PutConfigurationSetArchivingOptions(input: PutConfigurationSetArchivingOptionsCommandInput, { world, region }: Call): Nothing {
    const set = getSet(ses(world, region), input.ConfigurationSetName);
    if (input.ArchiveArn === undefined) delete set.archiveArn;
    else set.archiveArn = input.ArchiveArn;
    return {};
  },
} satisfies Handlers;

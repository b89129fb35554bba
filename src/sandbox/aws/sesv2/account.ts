/** The account as SES sees it: production access, quota, VDM, the suppression list; and tags of everything SES keeps. */
import type {
  DeleteSuppressedDestinationCommandInput,
  GetAccountCommandInput,
  GetAccountCommandOutput,
  GetSuppressedDestinationCommandInput,
  GetSuppressedDestinationCommandOutput,
  ListSuppressedDestinationsCommandInput,
  ListSuppressedDestinationsCommandOutput,
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  PutAccountSendingAttributesCommandInput,
  PutAccountSuppressionAttributesCommandInput,
  PutAccountVdmAttributesCommandInput,
  PutSuppressedDestinationCommandInput,
  Tag,
  TagResourceCommandInput,
  UntagResourceCommandInput,
} from '@aws-sdk/client-sesv2';
import { type Answer, type Call, fault, type Handlers } from '../../wire/handler.ts';
import { isOutOfSandbox, page, quotaOf, type Ses, ses } from './state.ts';

type Nothing = Record<string, never>;

function suppressed(kept: Ses, address: string | undefined): { reason: 'BOUNCE' | 'COMPLAINT'; at: Date } {
  const found = kept.suppressed.get((address ?? '').toLowerCase());
  if (found === undefined) throw fault('NotFoundException', `Email address ${address} does not exist on your suppression list.`);
  return found;
}

/** Whatever of SES an ARN names and can carry tags. */
function tagged(kept: Ses, arn: string | undefined): { tags: Tag[] } {
  const [kind = '', name = ''] = (/^arn:[^:]*:ses:[^:]*:[^:]*:(.*)$/.exec(arn ?? '')?.[1] ?? '').split('/');
  const shelves: Record<string, ReadonlyMap<string, { tags: Tag[] }>> = {
    'configuration-set': kept.configurationSets,
    identity: kept.identities,
    template: kept.templates,
    'contact-list': kept.contactLists,
  };
  const found = Object.hasOwn(shelves, kind) ? shelves[kind]?.get(name) : undefined;
  if (found === undefined) throw fault('NotFoundException', `No resource present with ARN: ${arn}`);
  return found;
}

export const account = {
  GetAccount(_input: GetAccountCommandInput, { world, region }: Call): Answer<GetAccountCommandOutput> {
    const kept = ses(world, region);
    return {
      DedicatedIpAutoWarmupEnabled: true,
      EnforcementStatus: world.traps.has('ses-shutdown') ? 'SHUTDOWN' : world.traps.has('ses-probation') ? 'PROBATION' : 'HEALTHY',
      ProductionAccessEnabled: isOutOfSandbox(world, kept),
      SendQuota: quotaOf(world, kept),
      SendingEnabled: kept.sending,
      SuppressionAttributes: { SuppressedReasons: kept.suppressedReasons },
      // AWS: absent until VDM was set up once; seen by an emulator's authors.
      ...(kept.vdm === undefined ? {} : { VdmAttributes: kept.vdm }),
    };
  },

  PutAccountVdmAttributes(input: PutAccountVdmAttributesCommandInput, { world, region }: Call): Nothing {
    if (input.VdmAttributes !== undefined) ses(world, region).vdm = input.VdmAttributes;
    return {};
  },

  PutAccountSendingAttributes(input: PutAccountSendingAttributesCommandInput, { world, region }: Call): Nothing {
    ses(world, region).sending = input.SendingEnabled ?? false;
    return {};
  },

  PutAccountSuppressionAttributes(input: PutAccountSuppressionAttributesCommandInput, { world, region }: Call): Nothing {
    ses(world, region).suppressedReasons = input.SuppressedReasons ?? [];
    return {};
  },

  PutSuppressedDestination(input: PutSuppressedDestinationCommandInput, { world, region }: Call): Nothing {
    const { EmailAddress: address = '', Reason: reason = 'BOUNCE' } = input;
    ses(world, region).suppressed.set(address.toLowerCase(), { reason, at: new Date(world.clock.now()) });
    return {};
  },

  GetSuppressedDestination(input: GetSuppressedDestinationCommandInput, { world, region }: Call): Answer<GetSuppressedDestinationCommandOutput> {
    const { reason, at } = suppressed(ses(world, region), input.EmailAddress);
    return { SuppressedDestination: { EmailAddress: input.EmailAddress, Reason: reason, LastUpdateTime: at } };
  },

  ListSuppressedDestinations(
    input: ListSuppressedDestinationsCommandInput,
    { world, region }: Call,
  ): Answer<ListSuppressedDestinationsCommandOutput> {
    const { items, ...next } = page([...ses(world, region).suppressed], input.PageSize, input.NextToken);
    return {
      SuppressedDestinationSummaries: items.map(([address, { reason, at }]) => ({ EmailAddress: address, Reason: reason, LastUpdateTime: at })),
      ...next,
    };
  },

  DeleteSuppressedDestination(input: DeleteSuppressedDestinationCommandInput, { world, region }: Call): Nothing {
    const kept = ses(world, region);
    suppressed(kept, input.EmailAddress);
    kept.suppressed.delete((input.EmailAddress ?? '').toLowerCase());
    return {};
  },

  TagResource(input: TagResourceCommandInput, { world, region }: Call): Nothing {
    const resource = tagged(ses(world, region), input.ResourceArn);
    const added = input.Tags ?? [];
    resource.tags = [...resource.tags.filter(tag => !added.some(each => each.Key === tag.Key)), ...added];
    return {};
  },

  UntagResource(input: UntagResourceCommandInput, { world, region }: Call): Nothing {
    const resource = tagged(ses(world, region), input.ResourceArn);
    resource.tags = resource.tags.filter(tag => !(input.TagKeys ?? []).includes(tag.Key ?? ''));
    return {};
  },

  ListTagsForResource(input: ListTagsForResourceCommandInput, { world, region }: Call): Answer<ListTagsForResourceCommandOutput> {
    return { Tags: tagged(ses(world, region), input.ResourceArn).tags };
  },
} satisfies Handlers;

/** Email identities: domains and addresses, and the configuration set each stands for. */
import type {
  CreateEmailIdentityCommandInput,
  CreateEmailIdentityCommandOutput,
  DeleteEmailIdentityCommandInput,
  DkimAttributes,
  GetEmailIdentityCommandInput,
  GetEmailIdentityCommandOutput,
  ListEmailIdentitiesCommandInput,
  ListEmailIdentitiesCommandOutput,
  PutEmailIdentityConfigurationSetAttributesCommandInput,
  PutEmailIdentityDkimAttributesCommandInput,
} from '@aws-sdk/client-sesv2';
import { type Answer, type Call, fault, type Handlers } from '../../wire/handler.ts';
import { getSet } from './configuration-sets.ts';
import { type Identity, page, type Ses, ses } from './state.ts';

/** An address verifies itself after this long, as if its owner had clicked the link in SES's mail. A domain waits for its DKIM records. */
const addressMs = 2000;

function getIdentity(kept: Ses, name: string | undefined): Identity {
  const found = kept.identities.get((name ?? '').toLowerCase());
  if (found === undefined) throw fault('NotFoundException', `Email identity <${name}> does not exist.`);
  return found;
}

function dkim(identity: Identity, isLost = false): DkimAttributes {
  return identity.type === 'EMAIL_ADDRESS'
    ? { SigningEnabled: false, Status: 'NOT_STARTED', SigningAttributesOrigin: 'AWS_SES' }
    : {
        SigningEnabled: identity.isUnsigned !== true,
        Status: isLost ? 'FAILED' : identity.isVerified ? 'SUCCESS' : 'PENDING',
        Tokens: identity.dkimTokens,
        SigningAttributesOrigin: 'AWS_SES',
        NextSigningKeyLength: 'RSA_2048_BIT',
        CurrentSigningKeyLength: 'RSA_2048_BIT',
      };
}

/** Three labels for the DKIM records, as SES gives them. */
function dkimTokens(call: Call): string[] {
  return [0, 1, 2].map(() => Buffer.from(call.world.random.bytes(16)).toString('hex'));
}

export const identities = {
  CreateEmailIdentity(input: CreateEmailIdentityCommandInput, call: Call): Answer<CreateEmailIdentityCommandOutput> {
    const kept = ses(call.world, call.region);
    const given = input.EmailIdentity ?? '';
    const name = given.toLowerCase();
    const isAddress = name.includes('@');
    if (!(isAddress ? /^[^\s@]+@[^\s@]+\.[^\s@]+$/ : /^([a-z0-9_]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/).test(name))
      throw fault('BadRequestException', `Invalid ${isAddress ? 'email address' : 'domain'}<${given}>.`);
    // AWS: the grammar of this sentence is its own; captured by an emulator's authors.
    if (kept.identities.has(name)) throw fault('AlreadyExistsException', `Email identity ${given} already exist.`);
    if (input.ConfigurationSetName !== undefined) getSet(kept, input.ConfigurationSetName);
    const identity: Identity = {
      name,
      type: isAddress ? 'EMAIL_ADDRESS' : 'DOMAIN',
      isVerified: false,
      ...(input.ConfigurationSetName === undefined ? {} : { configurationSet: input.ConfigurationSetName }),
      tags: input.Tags ?? [],
      dkimTokens: isAddress ? [] : dkimTokens(call),
      createdAt: call.world.clock.now(),
    };
    kept.identities.set(name, identity);
    if (isAddress) {
      call.world.later(addressMs, () => {
        identity.isVerified = true;
      });
    }
    return {
      IdentityType: identity.type,
      VerifiedForSendingStatus: false,
      // AWS: NOT_STARTED in this answer, PENDING as soon as it is read.
      DkimAttributes: { ...dkim(identity), Status: 'NOT_STARTED' },
    };
  },

  GetEmailIdentity(input: GetEmailIdentityCommandInput, call: Call): Answer<GetEmailIdentityCommandOutput> {
    const identity = getIdentity(ses(call.world, call.region), input.EmailIdentity);
    return {
      IdentityType: identity.type,
      FeedbackForwardingStatus: true,
      VerifiedForSendingStatus: identity.isVerified,
      VerificationStatus: identity.isVerified ? 'SUCCESS' : 'PENDING',
      DkimAttributes: dkim(identity, call.world.traps.has('ses-dkim-lost')),
      Policies: {},
      Tags: identity.tags,
      ...(identity.configurationSet === undefined ? {} : { ConfigurationSetName: identity.configurationSet }),
    };
  },

  ListEmailIdentities(input: ListEmailIdentitiesCommandInput, call: Call): Answer<ListEmailIdentitiesCommandOutput> {
    const all = [...ses(call.world, call.region).identities.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, ...next } = page(all, input.PageSize, input.NextToken);
    return {
      EmailIdentities: items.map(({ name, type, isVerified }) => ({
        IdentityType: type,
        IdentityName: name,
        SendingEnabled: isVerified,
        VerificationStatus: isVerified ? 'SUCCESS' : 'PENDING',
      })),
      ...next,
    };
  },

  DeleteEmailIdentity(input: DeleteEmailIdentityCommandInput, call: Call): Record<string, never> {
    const kept = ses(call.world, call.region);
    kept.identities.delete(getIdentity(kept, input.EmailIdentity).name);
    return {};
  },

  PutEmailIdentityDkimAttributes(input: PutEmailIdentityDkimAttributesCommandInput, call: Call): Record<string, never> {
    getIdentity(ses(call.world, call.region), input.EmailIdentity).isUnsigned = input.SigningEnabled !== true;
    return {};
  },

  PutEmailIdentityConfigurationSetAttributes(input: PutEmailIdentityConfigurationSetAttributesCommandInput, call: Call): Record<string, never> {
    const kept = ses(call.world, call.region);
    const identity = getIdentity(kept, input.EmailIdentity);
    if (input.ConfigurationSetName === undefined) delete identity.configurationSet;
    else identity.configurationSet = getSet(kept, input.ConfigurationSetName).name;
    return {};
  },
} satisfies Handlers;

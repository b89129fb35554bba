/** CloudFront's operations on origin request policies, and the cache policies that AWS manages, to read. */
import type {
  CreateOriginRequestPolicyCommandInput,
  CreateOriginRequestPolicyCommandOutput,
  DeleteOriginRequestPolicyCommandInput,
  DeleteOriginRequestPolicyCommandOutput,
  GetCachePolicyCommandInput,
  GetCachePolicyCommandOutput,
  GetOriginRequestPolicyCommandInput,
  GetOriginRequestPolicyCommandOutput,
  GetOriginRequestPolicyConfigCommandInput,
  GetOriginRequestPolicyConfigCommandOutput,
  ListCachePoliciesCommandInput,
  ListCachePoliciesCommandOutput,
  ListOriginRequestPoliciesCommandInput,
  ListOriginRequestPoliciesCommandOutput,
  OriginRequestPolicy,
  OriginRequestPolicyConfig,
  UpdateOriginRequestPolicyCommandInput,
  UpdateOriginRequestPolicyCommandOutput,
} from '@aws-sdk/client-cloudfront';
import { type Answer, type Call, fault, type Handlers } from '../../wire/handler.ts';
import type { World } from '../../world.ts';
import { checkQuantities } from './config.ts';
import { managedCachePolicies, managedOriginRequestPolicies } from './managed.ts';
import { behaviorsOf, checkIfMatch, cloudFrontOf, newMark, type OriginRequestPolicyState } from './state.ts';

const pageSize = 100;
const mostHeaders = 10;
const mostPolicies = 20;
/** AWS's own policies are as old as the feature. */
const managedSince = Date.UTC(2020, 6, 22);
// AWS: what a policy may not forward, from memory of its refusals.
const unforwardable = new Set([
  'authorization',
  'connection',
  'cookie',
  'expect',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
]);

/** Origin request policies that are there, AWS's own first. */
export function originRequestPolicies(world: World): { id: string; config: OriginRequestPolicyConfig; state?: OriginRequestPolicyState }[] {
  return [
    ...Object.entries(managedOriginRequestPolicies).map(([id, config]) => ({ id, config })),
    ...[...cloudFrontOf(world).policies.values()].map(state => ({ id: state.id, config: state.config, state })),
  ];
}

function policyOf(world: World, id: string | undefined) {
  const found = originRequestPolicies(world).find(one => one.id === id);
  if (found === undefined) throw fault('NoSuchOriginRequestPolicy', 'The specified origin request policy does not exist.');
  return found;
}

function ownPolicy(world: World, id: string | undefined): OriginRequestPolicyState {
  const { state } = policyOf(world, id);
  if (state === undefined) throw fault('IllegalUpdate', 'You cannot change a policy that AWS manages.');
  return state;
}

function shown({ id, config, state }: ReturnType<typeof policyOf>): OriginRequestPolicy {
  return { Id: id, LastModifiedTime: new Date(state?.modifiedAt ?? managedSince), OriginRequestPolicyConfig: config };
}

function etagOf({ id, state }: ReturnType<typeof policyOf>): string {
  return state?.etag ?? `E${id.replaceAll('-', '').slice(0, 13).toUpperCase()}`;
}

function checkPolicy(world: World, config: OriginRequestPolicyConfig | undefined, ownId?: string): OriginRequestPolicyConfig {
  if (config === undefined) throw fault('InvalidArgument', 'The parameter OriginRequestPolicyConfig is required.');
  checkQuantities(config, 'OriginRequestPolicyConfig');
  if (originRequestPolicies(world).some(one => one.id !== ownId && one.config.Name === config.Name))
    throw fault('OriginRequestPolicyAlreadyExists', 'An origin request policy with this name already exists. You must provide a unique name.');
  const behavior = config.HeadersConfig?.HeaderBehavior;
  const headers = config.HeadersConfig?.Headers?.Items ?? [];
  if ((behavior === 'whitelist' || behavior === 'allExcept') && headers.length === 0)
    throw fault('InvalidArgument', `The parameter Headers is required for header behavior ${behavior}.`);
  if ((behavior === 'none' || behavior === 'allViewer') && headers.length > 0)
    throw fault('InvalidArgument', `The parameter Headers is not allowed for header behavior ${behavior}.`);
  if (headers.length > mostHeaders)
    throw fault('TooManyHeadersInOriginRequestPolicy', `The number of headers in the origin request policy exceeds the maximum of ${mostHeaders}.`);
  const refused = behavior === 'whitelist' ? headers.find(name => unforwardable.has(name.toLowerCase())) : undefined;
  if (refused !== undefined) throw fault('InvalidArgument', `The parameter Headers contains ${refused} that is not allowed.`);
  return config;
}

/** A page of a list that goes on behind a marker. */
export function page<T>(
  all: readonly T[],
  idOf: (one: T) => string,
  { Marker, MaxItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
) {
  const from = Marker === undefined || Marker === '' ? 0 : all.findIndex(one => idOf(one) === Marker) + 1;
  const most = Math.min(MaxItems ?? pageSize, pageSize);
  const items = all.slice(from, from + most);
  const last = items.at(-1);
  const isTruncated = from + most < all.length;
  return { items, most, isTruncated, ...(isTruncated && last !== undefined ? { next: idOf(last) } : {}) };
}

export const policyHandlers = {
  CreateOriginRequestPolicy(input: CreateOriginRequestPolicyCommandInput, { world }: Call): Answer<CreateOriginRequestPolicyCommandOutput> {
    const config = checkPolicy(world, input.OriginRequestPolicyConfig);
    const { policies } = cloudFrontOf(world);
    if (policies.size >= mostPolicies)
      throw fault('TooManyOriginRequestPolicies', 'You have reached the maximum number of origin request policies for this AWS account.');
    const state: OriginRequestPolicyState = { id: world.random.uuid(), config, etag: newMark(world), modifiedAt: world.clock.now() };
    policies.set(state.id, state);
    return {
      OriginRequestPolicy: shown({ id: state.id, config, state }),
      Location: `https://cloudfront.amazonaws.com/2020-05-31/origin-request-policy/${state.id}`,
      ETag: state.etag,
    };
  },

  GetOriginRequestPolicy({ Id }: GetOriginRequestPolicyCommandInput, { world }: Call): Answer<GetOriginRequestPolicyCommandOutput> {
    const found = policyOf(world, Id);
    return { OriginRequestPolicy: shown(found), ETag: etagOf(found) };
  },

  GetOriginRequestPolicyConfig({ Id }: GetOriginRequestPolicyConfigCommandInput, { world }: Call): Answer<GetOriginRequestPolicyConfigCommandOutput> {
    const found = policyOf(world, Id);
    return { OriginRequestPolicyConfig: found.config, ETag: etagOf(found) };
  },

  ListOriginRequestPolicies(input: ListOriginRequestPoliciesCommandInput, { world }: Call): Answer<ListOriginRequestPoliciesCommandOutput> {
    const all = originRequestPolicies(world).filter(one => input.Type === undefined || (one.state === undefined) === (input.Type === 'managed'));
    const { items, most, next } = page(all, one => one.id, input);
    return {
      OriginRequestPolicyList: {
        ...(next === undefined ? {} : { NextMarker: next }),
        MaxItems: most,
        Quantity: items.length,
        ...(items.length === 0
          ? {}
          : {
              Items: items.map(one => ({
                Type: one.state === undefined ? ('managed' as const) : ('custom' as const),
                OriginRequestPolicy: shown(one),
              })),
            }),
      },
    };
  },

  UpdateOriginRequestPolicy(input: UpdateOriginRequestPolicyCommandInput, call: Call): Answer<UpdateOriginRequestPolicyCommandOutput> {
    const { world } = call;
    const state = ownPolicy(world, input.Id);
    checkIfMatch(call, input.IfMatch, state.etag);
    state.config = checkPolicy(world, input.OriginRequestPolicyConfig, state.id);
    state.etag = newMark(world);
    state.modifiedAt = world.clock.now();
    return { OriginRequestPolicy: shown({ id: state.id, config: state.config, state }), ETag: state.etag };
  },

  DeleteOriginRequestPolicy(input: DeleteOriginRequestPolicyCommandInput, call: Call): Answer<DeleteOriginRequestPolicyCommandOutput> {
    const { world } = call;
    const { state } = policyOf(world, input.Id);
    if (state === undefined) throw fault('IllegalDelete', 'You cannot delete a managed policy.');
    checkIfMatch(call, input.IfMatch, state.etag);
    const { distributions, policies } = cloudFrontOf(world);
    if ([...distributions.values()].some(one => behaviorsOf(one.config).some(behavior => behavior.OriginRequestPolicyId === state.id)))
      throw fault('OriginRequestPolicyInUse', 'Cannot delete the origin request policy because it is attached to one or more cache behaviors.');
    policies.delete(state.id);
    return {};
  },

  GetCachePolicy({ Id }: GetCachePolicyCommandInput): Answer<GetCachePolicyCommandOutput> {
    const config = managedCachePolicies[Id ?? ''];
    if (config === undefined) throw fault('NoSuchCachePolicy', 'The specified cache policy does not exist.');
    return {
      CachePolicy: { Id, LastModifiedTime: new Date(managedSince), CachePolicyConfig: config },
      ETag: `E${(Id ?? '').replaceAll('-', '').slice(0, 13).toUpperCase()}`,
    };
  },

  ListCachePolicies(input: ListCachePoliciesCommandInput): Answer<ListCachePoliciesCommandOutput> {
    const all = input.Type === 'custom' ? [] : Object.entries(managedCachePolicies);
    const { items, most, next } = page(all, ([id]) => id, input);
    return {
      CachePolicyList: {
        ...(next === undefined ? {} : { NextMarker: next }),
        MaxItems: most,
        Quantity: items.length,
        Items: items.map(([id, config]) => ({
          Type: 'managed',
          CachePolicy: { Id: id, LastModifiedTime: new Date(managedSince), CachePolicyConfig: config },
        })),
      },
    };
  },
} satisfies Handlers;

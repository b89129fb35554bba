/** Every kind that setup can make, by name. */
import type { Resource } from '../resource.ts';
import { certificate } from './certificate.ts';
import { configurationSet } from './configuration-set.ts';
import { distribution } from './distribution.ts';
import { dkim } from './dkim.ts';
import { eventDestination } from './event-destination.ts';
import { front } from './front.ts';
import { edgeFunction } from './function.ts';
import { identity } from './identity.ts';
import { originRequestPolicy } from './origin-request-policy.ts';
import { proof } from './proof.ts';
import { queue } from './queue.ts';
import { record } from './record.ts';
import { subscription } from './subscription.ts';
import { topic } from './topic.ts';
import { trackingOptions } from './tracking-options.ts';
import { validation } from './validation.ts';

const events = [configurationSet, topic, queue, subscription, eventDestination, trackingOptions];
const fronts = [identity, dkim, certificate, validation, originRequestPolicy, edgeFunction, distribution, front, record, proof];
const kinds = new Map([...events, ...fronts].map(each => [each.kind, each]));

/** The resource of that kind; an unknown kind is a bug. */
export function resources(kind: string): Resource {
  const found = kinds.get(kind);
  if (found === undefined) throw new Error(`no resource of kind ${kind}`);
  return found;
}

/** IAM actions that looking needs, of the kinds that setup can make; what became of a change is asked by who changes. */
export function lookActions(of: readonly string[] = [...kinds.keys()]): string[] {
  return [
    ...new Set(of.flatMap(kind => resources(kind).iam).filter(action => /:(Get|List|Describe)/.test(action) && action !== 'route53:GetChange')),
  ];
}

/** Whether things of that kind serve the links of mails that are already delivered. */
export function isFront(kind: string): boolean {
  return kinds.get(kind)?.isFront === true;
}

/** Every kind that setup can make, by name. */
import type { Resource } from '../resource.ts';
import { configurationSet } from './configuration-set.ts';
import { eventDestination } from './event-destination.ts';
import { queue } from './queue.ts';
import { subscription } from './subscription.ts';
import { topic } from './topic.ts';

const kinds = new Map([configurationSet, topic, queue, subscription, eventDestination].map(each => [each.kind, each]));

/** The resource of that kind; an unknown kind is a bug. */
export function resources(kind: string): Resource {
  const found = kinds.get(kind);
  if (found === undefined) throw new Error(`no resource of kind ${kind}`);
  return found;
}

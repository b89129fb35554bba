/** Does one change, and finishes it where AWS had already done it: an answer that was lost, or another setup at the same time. */
import { awsErrorName, awsErrorText } from '../aws/trouble.ts';
import { Trouble } from '../errors.ts';
import { lookAt } from '../observe/look.ts';
import type { Tools } from './apply.ts';
import { diff } from './diff.ts';
import { foreign } from './owner.ts';
import type { Change, Plan } from './plan.ts';
import { type Outputs, refsIn, resolve } from './ref.ts';
import type { Hands, Have, Resource, Want } from './resource.ts';

/** @returns the thing's outputs, for those that refer to it */
export async function makeOne(
  change: Change,
  kind: Resource,
  outputs: Outputs,
  plan: Plan,
  tools: Tools,
  waiting: Hands['waiting'],
): Promise<Record<string, string>> {
  const hands = { ...tools, place: plan.place, waiting };
  const want = { ...change.want, fields: resolve(change.want.fields, outputs) };
  const unknown = refsIn(want.fields);
  if (unknown.length > 0) throw new Error(`${want.id} is begun before ${unknown.join(', ')}`);
  const { have } = change;
  if (change.action === 'update' && have !== null) return updated(kind, hands, want, have);
  if (change.action === 'replace' && have !== null) await kind.destroy(hands, want, have);
  try {
    return await kind.create(hands, want);
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
    return finish(kind, hands, want, plan.deployment, error);
  }
}

async function updated(kind: Resource, hands: Hands, want: Want, have: Have): Promise<Record<string, string>> {
  const changed = new Set(diff(want.fields, have.fields).map(({ path }) => path.split('.')[0] ?? path));
  if (changed.size > 0) await kind.update(hands, want, have, changed);
  return have.outputs;
}

/** It was not there when the plan was made, and now it is: looked at again, with the same rules. */
async function finish(kind: Resource, hands: Hands, want: Want, deployment: string, error: unknown): Promise<Record<string, string>> {
  const have = await kind.read(lookAt(hands), want);
  if (have === undefined) throw error;
  const whose = have.owner === undefined ? undefined : foreign(want, have.owner, deployment);
  if (whose !== undefined)
    throw new Trouble('setup.foreign', `${whose}, and appeared since the plan was made`, 'Run setup again to see what is there.', { cause: error });
  // Another setup may have put in it what must stay, such as its own publishers in a policy.
  return updated(kind, hands, { ...want, fields: kind.keeping?.(want.fields, have) ?? want.fields }, have);
}

function isAlreadyThere(error: unknown): boolean {
  const name = awsErrorName(error) ?? '';
  // AWS: SNS says InvalidParameter for a topic that exists with other attributes or tags, Route 53 InvalidChangeBatch for a record.
  return /AlreadyExists|QueueNameExists/.test(name) || (/^Invalid(Parameter|ChangeBatch)/.test(name) && /already exists/i.test(awsErrorText(error)));
}

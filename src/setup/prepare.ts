/** From a wish to a plan: reads AWS once and decides. */
import { type Look, lookAt } from '../observe/look.ts';
import { place } from '../observe/place.ts';
import { type Subscription, subscriptions } from '../observe/subscription.ts';
import { haveAll } from './have.ts';
import { makePlan, type Plan } from './plan.ts';
import { keyNotes } from './queues.ts';
import { type Asked, wants } from './want.ts';

/** @param adopt true where what we did not make may be changed */
export async function prepare(asked: Asked, from: Pick<Look, 'aws' | 'network'>, { adopt = false }: { adopt?: boolean } = {}): Promise<Plan> {
  const look = lookAt(from);
  const here = await look.at(place);
  const wanted = wants(asked, here);
  const haves = await haveAll(wanted, look);
  const notes = await Promise.all(
    wanted
      .filter(({ kind }) => kind === 'topic')
      .map(async ({ id, name }) => {
        const arn = haves.get(id)?.outputs['arn'];
        const all = arn === undefined ? 'absent' : await look.at(subscriptions, arn);
        const mine = new Set(wanted.filter(each => each.kind === 'subscription' && each.parent === id).map(each => each.fields['endpoint']));
        return all === 'absent' ? [] : all.filter(each => !mine.has(each.endpoint)).map(each => alsoTo(name, each));
      }),
  );
  return makePlan(wanted, haves, { deployment: asked.deployment, place: here, adopt, notes: [...keyNotes(wanted), ...notes.flat()] });
}

function alsoTo(topic: string, { protocol, endpoint }: Subscription): string {
  return `topic ${topic} also delivers to ${protocol} ${endpoint}, which was not asked for here; it is left alone`;
}

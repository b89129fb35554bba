/** From a wish to a plan: reads AWS once and decides. */
import { type Look, lookAt } from '../observe/look.ts';
import { place, topicArn } from '../observe/place.ts';
import { type Subscription, subscriptions } from '../observe/subscription.ts';
import { frontWants } from './front-wants.ts';
import { haveAll } from './have.ts';
import { ledAlready } from './led.ts';
import { safely } from './live.ts';
import { makePlan, type Plan } from './plan.ts';
import { preflight } from './preflight.ts';
import { keyNotes } from './queues.ts';
import type { Want } from './resource.ts';
import { type Asked, wants } from './want.ts';

/** @param adopt true where what we did not make may be changed */
export async function prepare(asked: Asked, from: Pick<Look, 'aws' | 'network'>, { adopt = false }: { adopt?: boolean } = {}): Promise<Plan> {
  const look = lookAt(from);
  const plan = await planFor(asked, look, { adopt });
  return { ...plan, notes: [...plan.notes, ...(await preflight(plan, look))] };
}

/** The plan alone: whether it can come to something in DNS is not looked at. */
export async function planFor(asked: Asked, look: Look, { adopt = false }: { adopt?: boolean } = {}): Promise<Plan> {
  // What needs no account is read while AWS says which one it is: every reader answers once, whoever asks first.
  const early = haveAll(frontWants(asked, look.aws.region), look);
  early.catch(() => undefined);
  const here = await look.at(place);
  const all = wants(asked, here);
  const [haves, notes] = await Promise.all([haveAll(all, look), Promise.all(all.filter(({ kind }) => kind === 'topic').map(topicNotes))]);
  const led = await ledAlready(all, haves, look);
  const wanted = safely(all, haves, led);
  return makePlan(wanted, haves, { deployment: asked.deployment, place: here, adopt, led, notes: [...keyNotes(wanted), ...notes.flat()] });

  async function topicNotes({ id, name }: Want): Promise<string[]> {
    const found = await look.at(subscriptions, topicArn(here, name));
    const mine = new Set(all.filter(each => each.kind === 'subscription' && each.parent === id).map(each => each.fields['endpoint']));
    return found === 'absent' ? [] : found.filter(each => !mine.has(each.endpoint)).map(each => alsoTo(name, each));
  }
}

function alsoTo(topic: string, { protocol, endpoint }: Subscription): string {
  return `topic ${topic} also delivers to ${protocol} ${endpoint}, which was not asked for here; it is left alone`;
}

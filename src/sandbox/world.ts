/** One AWS account in memory: its clock, its agenda of things yet to happen, its switches. Each service keeps its own shelf in it. */
import type { Clock, Handler, Random } from '../outside/index.ts';

export interface World {
  account: string;
  /** The region of a call that names none. */
  region: string;
  clock: Clock;
  random: Random;
  /** How SNS reaches an endpoint; a test may hand in a function, the served sandbox uses HTTP. */
  web: Handler;
  /** The served face's own address, `http://127.0.0.1:4579`; before it is served, `http://sandbox.invalid`. */
  url: string;
  /** Misbehaviours switched on, by name (`ses-throttle`, `sns-unreachable`, …). */
  traps: Set<string>;
  /** Does it later, `ms` from now by the world's clock. A task that fails is kept in `failures`. */
  later(ms: number, task: () => void | Promise<void>): void;
  /** Resolves when nothing is on the agenda and nothing is under way. */
  settled(): Promise<void>;
  /** Forgets the agenda and stops timers. */
  stop(): void;
  failures: unknown[];
}

/** A service's own state, one a world and region: `const topics = shelf(() => new Map<string, Topic>())`, then `topics(world, region)`. */
export function shelf<T>(make: () => T): (world: World, region: string) => T {
  const kept = new WeakMap<World, Map<string, T>>();
  return (world, region) => {
    const regions = kept.get(world) ?? new Map<string, T>();
    kept.set(world, regions);
    const found = regions.get(region);
    if (found !== undefined) return found;
    const made = make();
    regions.set(region, made);
    return made;
  };
}

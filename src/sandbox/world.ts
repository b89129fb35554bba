/** One AWS account in memory: its clock, its agenda of things yet to happen, its switches. Each service keeps its own shelf in it. */
import type { Clock, Handler, Random } from '../outside/index.ts';
import { isVirtual } from './clock.ts';
import type { TrapName } from './traps.ts';

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
  /** Misbehaviours switched on, by the names of traps.ts. */
  traps: Set<TrapName>;
  /** IAM actions that are refused, `cloudfront:GetDistribution`. */
  denied: Set<string>;
  /** AWS's time in the world's own: as it is on a virtual clock or at real pace, less than a second at quick pace. */
  pace(ms: number): number;
  /** Does it later, `ms` of AWS's time from now; at quick pace less than a second. A task that fails is kept in `failures`. */
  later(ms: number, task: () => void | Promise<void>): void;
  /** Waits until the condition holds, at most `ms` by the world's clock; answers whether it does. For long polls. */
  until(condition: () => boolean, ms: number): Promise<boolean>;
  /** What the work gives when it ends within `ms` by the world's clock; undefined, and its signal aborted, where it takes longer. Rejects as the work does. */
  within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined>;
  /** Resolves when nothing is on the agenda and nothing is under way. */
  settled(): Promise<void>;
  /** Forgets the agenda and stops timers. */
  stop(): void;
  failures: unknown[];
}

export interface WorldOptions {
  clock: Clock;
  random: Random;
  /** Without it every endpoint is out of reach. */
  web?: Handler;
  account?: string;
  region?: string;
  traps?: Iterable<TrapName>;
  /** `quick` (the default): what AWS takes long for takes less than a second. A virtual clock keeps AWS's own times, they cost nothing there. */
  pace?: 'quick' | 'real';
}

/** A world's address before it is served: names nobody. */
export const unserved = 'http://sandbox.invalid';
const pollMs = 25;

/**
 * AWS's time in the sandbox's: less than a second however long, and what comes first still comes first.
 *
 * @param ms what AWS takes, in milliseconds
 */
export function quickly(ms: number): number {
  return Math.round((1000 * ms) / (ms + 4000));
}

/** A fresh account: no service holds anything yet. */
export function newWorld(options: WorldOptions): World {
  const { clock } = options;
  const stopped = new AbortController();
  const failures: unknown[] = [];
  const pace = options.pace === 'real' || isVirtual(clock) ? (ms: number) => ms : quickly;
  let pending = 0;
  let waiting: (() => void)[] = [];

  async function perform(task: () => void | Promise<void>): Promise<void> {
    try {
      if (!stopped.signal.aborted) await task();
    } catch (error) {
      failures.push(error);
    } finally {
      pending -= 1;
      for (const wake of waiting) wake();
      waiting = [];
    }
  }

  return {
    account: options.account ?? '123456789012',
    region: options.region ?? 'us-east-1',
    clock,
    random: options.random,
    web: options.web ?? (async request => Promise.reject(new Error(`nobody answers at ${request.url}`))),
    url: unserved,
    traps: new Set(options.traps),
    denied: new Set(),
    failures,
    pace,
    later(ms, task) {
      if (stopped.signal.aborted) return;
      pending += 1;
      if (isVirtual(clock)) clock.at(clock.now() + ms, () => perform(task));
      else
        clock.sleep(pace(ms), stopped.signal).then(
          () => perform(task),
          () => perform(() => {}),
        );
    },
    async until(condition, ms) {
      const end = clock.now() + ms;
      while (!condition() && clock.now() < end && !stopped.signal.aborted) await clock.sleep(Math.min(pollMs, end - clock.now()));
      return condition();
    },
    async within(ms, work) {
      const end = clock.now() + ms;
      const enough = new AbortController();
      // A virtual clock moves only while someone sleeps on it, so the work itself shows how long it took.
      if (isVirtual(clock)) {
        const value = await work(enough.signal);
        return clock.now() > end ? undefined : value;
      }
      const done = new AbortController();
      const late = clock.sleep(ms, done.signal).then(
        () => enough.abort(),
        () => undefined,
      );
      try {
        return await Promise.race([work(enough.signal), late.then(() => undefined)]);
      } finally {
        done.abort();
      }
    },
    async settled() {
      while (pending > 0) {
        if (isVirtual(clock)) await clock.run();
        if (pending > 0) await new Promise<void>(resolve => waiting.push(resolve));
      }
    },
    stop() {
      stopped.abort();
    },
  };
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

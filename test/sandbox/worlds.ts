/** Worlds for tests: a virtual clock and a randomness that gives the same every time. */
import type { Random } from '../../src/outside/index.ts';
import { virtualClock } from '../../src/sandbox/clock.ts';
import { newWorld, type World, type WorldOptions } from '../../src/sandbox/world.ts';

/** 2026-11-24T10:00:00.000Z */
export const morning = Date.UTC(2026, 10, 24, 10);

export function steadyRandom(): Random {
  let counter = 0;
  return {
    bytes: count => Uint8Array.from({ length: count }, (_, index) => (index * 37 + counter++ * 11) % 256),
    uuid: () => `00000000-0000-4000-8000-${String(++counter).padStart(12, '0')}`,
  };
}

export function testWorld(options: Partial<WorldOptions> = {}): World {
  return newWorld({ clock: virtualClock(morning), random: steadyRandom(), ...options });
}

/** Breaks one call after another of a run, runs it again, and compares the world with that of an undisturbed run. */
import { expect } from 'vitest';
import { type Fate, openStage, type Stage } from './stage.ts';

/** `before`: the call never reaches AWS. `after`: its answer is lost. `kill`: it and all that follow never happen, as after kill -9. */
export type How = 'before' | 'after' | 'kill';

export interface Scenario {
  name: string;
  /** The account as the run finds it. */
  before(stage: Stage): Promise<void>;
  line: string;
  /** Run at the end of it all; must exit with 0 and say that there is nothing to do. */
  settled: string;
  says?: RegExp;
}

/** All calls under SES_TRACK_LONG=1, else so many, spread evenly. */
const few = process.env['SES_TRACK_LONG'] === '1' ? Number.POSITIVE_INFINITY : 3;

const fates: Record<How, (broken: number) => Fate> = {
  before: broken => n => (n === broken ? 'before' : 'pass'),
  after: broken => n => (n === broken ? 'after' : 'pass'),
  kill: broken => n => (n >= broken ? 'before' : 'pass'),
};

const made = async (stage: Stage) => JSON.parse(JSON.stringify(await stage.world()));

/** @returns a sentence with the number of calls and runs */
export async function breakCalls({ name, before, line, settled, says = /.*/ }: Scenario, how: How): Promise<string> {
  const still = await openStage();
  await before(still);
  let calls = 0;
  const count: Fate = n => {
    calls = n + 1;
    return 'pass';
  };
  const undisturbed = await still.run(line, { fate: count });
  expect(undisturbed.code, undisturbed.err).toBe(0);
  const wanted = await made(still);
  const step = Math.max(1, Math.ceil(calls / few));
  let runs = 0;
  // A different call of each stretch in each way of breaking it.
  const first = step === 1 ? 0 : { before: 0, after: 1, kill: 2 }[how] % step;
  for (let broken = first; broken < calls; broken += step) {
    const stage = await openStage();
    await before(stage);
    const cut = await stage.run(line, { fate: fates[how](broken) });
    expect(cut.code, `call ${broken}: ${cut.err}`).toBe(3);
    const again = await stage.run(line);
    expect(again.code, `call ${broken}, run again: ${again.err}`).toBe(0);
    expect(await made(stage), `call ${broken}`).toEqual(wanted);
    const end = await stage.run(settled);
    expect([end.code, end.out], `call ${broken}, at the end`).toEqual([0, expect.stringMatching(says)]);
    runs += 2;
  }
  return `${name}, ${step === 1 ? 'every call' : `${Math.ceil((calls - first) / step)} of`} ${calls} calls ${how === 'before' ? 'failing' : how === 'after' ? 'losing its answer' : 'the last'}: ${runs} runs, all worlds equal`;
}

/** Breaks one call after another of a run, runs it again, and compares the world with that of an undisturbed run. */
import { expect } from 'vitest';
import type { Answer } from '../aws/stub.ts';
import { isLong } from '../long.ts';
import { type Fate, openStage, type Stage, type StageOptions } from './stage.ts';

/** `before`: the call never reaches AWS. `after`: its answer is lost. `kill`: it and all that follow never happen, as after kill -9. `expire`: from it on the credentials have expired. */
export type How = 'before' | 'after' | 'kill' | 'expire';

export interface Scenario {
  name: string;
  /** The account as the run finds it. */
  before(stage: Stage): Promise<void>;
  line: string;
  /** Run at the end of it all; must exit with 0 and say that there is nothing to do. */
  settled: string;
  says?: RegExp;
  stage?: StageOptions;
  /** How many calls to break where not all are. */
  sample?: number;
}

/** An error in the words of the service that was asked: XML or JSON. */
export function refusal({ path, body }: { path: string; body: string }, status: number, code: string, message: string): Answer {
  const isJson = path.startsWith('/v2') || body.startsWith('{');
  return isJson
    ? { status, headers: { 'x-amzn-errortype': code }, body: JSON.stringify({ __type: code, message }) }
    : { status, body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>` };
}

const fates: Record<How, (broken: number) => Fate> = {
  before: broken => n => (n === broken ? 'before' : 'pass'),
  after: broken => n => (n === broken ? 'after' : 'pass'),
  kill: broken => n => (n >= broken ? 'before' : 'pass'),
  expire: broken => (n, request) =>
    n >= broken ? refusal(request, 403, 'ExpiredToken', 'The security token included in the request is expired') : 'pass',
};

const made = async (stage: Stage) => JSON.parse(JSON.stringify(await stage.world()));

/** @returns a sentence with the number of calls and runs */
export async function breakCalls({ name, before, line, settled, says = /.*/, stage: options = {}, sample = 2 }: Scenario, how: How): Promise<string> {
  const still = await openStage(options);
  await before(still);
  const calls: string[] = [];
  const list: Fate = (_n, { method, path, body }) => {
    calls.push(`${method} ${path} ${/Action=\w+/.exec(body)?.[0] ?? ''}`);
    return 'pass';
  };
  const undisturbed = await still.run(line, { fate: list });
  expect(undisturbed.code, undisturbed.err).toBe(0);
  const wanted = await made(still);
  const step = isLong ? 1 : Math.max(1, Math.ceil(calls.length / sample));
  // A different call of each stretch in each way of breaking it.
  const first = { before: 0, after: 1, kill: 2, expire: 3 }[how] % step;
  const broken = calls.map((_, n) => n).filter(n => n % step === first);
  let runs = 0;
  for (const n of broken) {
    const stage = await openStage(options);
    await before(stage);
    const cut = await stage.run(line, { fate: fates[how](n) });
    expect(cut.code, `call ${n}: ${cut.err}`).toBe(how === 'expire' ? 4 : 3);
    const again = await stage.run(line);
    expect(again.code, `call ${n}, run again: ${again.err}`).toBe(0);
    expect(await made(stage), `call ${n}`).toEqual(wanted);
    const end = await stage.run(settled);
    expect([end.code, end.out], `call ${n}, at the end`).toEqual([0, expect.stringMatching(says)]);
    runs += 2;
  }
  const ways = { before: 'failing', after: 'losing its answer', kill: 'the last', expire: 'meeting expired credentials' };
  return `${name}, ${broken.length} of ${calls.length} calls each ${ways[how]}: ${runs} runs, all worlds equal`;
}

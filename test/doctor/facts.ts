/** A world written down as facts: what one check says of it, without AWS. */
import { expect } from 'vitest';
import type { CertScene } from '../../src/cert/judge.ts';
import type { Settings } from '../../src/config/schema.ts';
import type { Check, Outcome } from '../../src/doctor/check.ts';
import type { Scene } from '../../src/doctor/scene.ts';
import { place } from '../../src/observe/place.ts';
import { asked } from '../../src/setup/want.ts';

export interface Written {
  settings?: Settings;
  from?: string;
  /** What setup would do. */
  plan?: Scene['plan'];
  /** What was seen of the tracking domain from outside. */
  cert?: CertScene;
  /** What each reader finds, by what it is asked for. A reader without one reads for itself. */
  facts?: readonly (readonly [reader: unknown, found: (...names: string[]) => unknown])[];
}

/** Whatever is a problem must say who is hurt, and in sentences what it means. */
export async function outcomes({ look }: Check, { settings = {}, from, plan, cert, facts = [] }: Written): Promise<Outcome[]> {
  const here = [place, () => ({ account: '123456789012', partition: 'aws', region: 'us-east-1' })] as const;
  const known = new Map<unknown, (...names: string[]) => unknown>([here, ...facts]);
  const looking = {
    at: async (reader: (look: unknown, ...names: string[]) => unknown, ...names: string[]): Promise<unknown> =>
      known.get(reader)?.(...names) ?? cert ?? reader(looking, ...names),
  };
  const scene = {
    ...{ look: looking, settings, asked: asked(settings), region: 'us-east-1', setupCommand: 'setup' },
    ...(from === undefined ? {} : { from }),
    ...(plan === undefined ? {} : { plan }),
    clock: { now: () => cert?.now ?? 0 },
    awsCommand: (words: readonly string[], region?: string) => ['aws', ...words, ...(region === undefined ? [] : ['--region', region])].join(' '),
    doctorCommand: (...words: string[]) => ['doctor', ...words].join(' '),
  };
  const all = [await look(scene as unknown as Scene)].flat();
  for (const { state, harm, means } of all)
    if (state === 'problem') expect([harm, means]).toEqual([expect.stringMatching(/./), expect.stringMatching(/^\S.*\.$/)]);
  return all;
}

/** A line an outcome: `problem sends: mail is not signed → aws sesv2 …`, with ` ? ` before a command that shows more. */
export async function told(check: Check, written: Written): Promise<string[]> {
  return (await outcomes(check, written)).map(
    ({ state, harm, saw, mend, shows }) =>
      `${harm === undefined ? state : `${state} ${harm}`}: ${saw}${mend === undefined ? '' : ` → ${mend}`}${shows === undefined ? '' : ` ? ${shows}`}`,
  );
}

/** Of a check that says one thing. */
export async function toldOnce(check: Check, written: Written): Promise<string> {
  const all = await told(check, written);
  return all.length === 1 ? (all[0] ?? '') : JSON.stringify(all);
}

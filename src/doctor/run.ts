/** Asks every check at once, finds which problem explains which, and puts what was found in order, worst first. */
import { deniedAction } from '../aws/trouble.ts';
import { Trouble } from '../errors.ts';
import { type Check, type Hop, harms, hops, type Outcome } from './check.ts';
import { setupMend } from './mend.ts';
import type { Scene } from './scene.ts';
import type { Symptom } from './symptom.ts';

export interface Finding extends Outcome {
  check: string;
  hop: Hop;
}

interface Looked {
  check: Check;
  outcomes: Outcome[];
}

/** The checks that may explain the symptom, and those that may explain them; all without one. */
export function checksFor(symptom: Symptom | undefined, all: readonly Check[]): Check[] {
  if (symptom === undefined) return [...all];
  const chosen = new Set<Check>();
  const choose = (check: Check): void => {
    if (chosen.has(check)) return;
    chosen.add(check);
    for (const id of check.after ?? []) for (const cause of all) if (cause.id === id) choose(cause);
  };
  for (const check of all) if (check.symptoms.includes(symptom)) choose(check);
  return all.filter(check => chosen.has(check));
}

/** @returns what each check found: problems by harm and hop, then what is unknown, then the rest */
export async function examine(scene: Scene, checks: readonly Check[]): Promise<Finding[]> {
  const looked = await Promise.all(checks.map(async (check): Promise<Looked> => ({ check, outcomes: await outcomesOf(check, scene) })));
  const told = looked.flatMap(({ check, outcomes }) => outcomes.map(outcome => explained(check, outcome, looked)));
  return (await Promise.all(told.map(finding => withMend(finding, scene)))).sort(worstFirst);
}

async function outcomesOf(check: Check, scene: Scene): Promise<Outcome[]> {
  try {
    return [await check.look(scene)].flat();
  } catch (error) {
    if (!(error instanceof Trouble) || error.code === 'interrupted') throw error;
    const action = deniedAction(error);
    return [
      {
        state: 'unknown',
        saw: error.message,
        trouble: error.code,
        ...(error.hint === '' ? {} : { means: error.hint }),
        ...(action === undefined ? {} : { action }),
      },
    ];
  }
}

/** What another problem explains is none of its own. */
function explained(check: Check, outcome: Outcome, all: readonly Looked[]): Finding {
  const finding = { check: check.id, hop: check.hop, ...outcome };
  if (outcome.state !== 'problem' && outcome.state !== 'unknown') return finding;
  const cause = all.find(({ check: other, outcomes }) => outcomes.some(each => isCause(other, each, check, outcome)));
  if (cause === undefined) return finding;
  const { subject } = outcome;
  return {
    check: check.id,
    hop: check.hop,
    state: 'skipped',
    ...(subject === undefined ? {} : { subject }),
    saw: `${cause.check.id} has a problem that explains it`,
  };
}

function isCause(other: Check, { state, subject }: Outcome, check: Check, of: Outcome): boolean {
  if (state !== 'problem' || other === check) return false;
  if (of.kind !== undefined && other.explains?.includes(of.kind) === true) return true;
  if (check.after?.includes(other.id) !== true) return false;
  return subject === undefined || of.subject === undefined || subject === of.subject;
}

async function withMend(finding: Finding, scene: Scene): Promise<Finding> {
  const { state, mend } = finding;
  return state === 'problem' && mend === scene.setupCommand ? { ...finding, mend: await setupMend(scene) } : finding;
}

const states: readonly Outcome['state'][] = ['problem', 'unknown', 'skipped', 'ok'];

function worstFirst(a: Finding, b: Finding): number {
  return states.indexOf(a.state) - states.indexOf(b.state) || harmOf(a) - harmOf(b) || hops.indexOf(a.hop) - hops.indexOf(b.hop);
}

const harmOf = ({ harm }: Finding): number => (harm === undefined ? harms.length : harms.indexOf(harm));

/**
 * How an examination ended, for the exit code: something is wrong; nobody knows who asks; AWS or the network did not answer; nothing to
 * report. A permission that is missing is no failure: the rest was looked at, and the action is named.
 */
export function ending(findings: readonly Finding[]): 'found' | 'denied' | 'failed' | 'ok' {
  if (findings.some(({ state }) => state === 'problem')) return 'found';
  const troubles = new Set(findings.flatMap(({ trouble }) => trouble ?? []));
  if (troubles.delete('aws.credentials')) return 'denied';
  troubles.delete('aws.denied');
  return troubles.size > 0 ? 'failed' : 'ok';
}

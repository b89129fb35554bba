/** A plan as a file: saved to be reviewed, read back to be applied only if nothing has moved since. */
import type { Settings } from '../config/schema.ts';
import { reason, Trouble } from '../errors.ts';
import type { Plan } from './plan.ts';

/** What was asked when a plan was made; applying it asks the same again. */
export interface Saved {
  /** The settings, still to be validated. */
  settings: unknown;
  region: string;
  allowHttp: boolean;
  adopt: boolean;
  fingerprint: string;
}

/** The file's text: what was asked, and the whole plan for the one who reviews it. */
export function saved(plan: Plan, settings: Settings, { allowHttp, adopt }: { allowHttp: boolean; adopt: boolean }): string {
  const { deployment, configurationSets, tracking } = settings;
  const asked = JSON.parse(JSON.stringify({ deployment, tracking, configurationSets }));
  return `${JSON.stringify({ sesTrackPlan: 1, asked, allowHttp, adopt, ...plan }, null, 2)}\n`;
}

/** @param name of the file, for messages. Refuses (Trouble `config.invalid`) what is no saved plan. */
export function readSaved(text: string, name: string): Saved {
  const refuse = (why: string, cause?: unknown) =>
    new Trouble('config.invalid', `${name} is not a plan of ses-track: ${why}`, 'Write one with ses-track setup --out plan.json.', { cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refuse(reason(cause), cause);
  }
  if (!isRecord(value) || value['sesTrackPlan'] !== 1) throw refuse('it does not say "sesTrackPlan": 1');
  const { asked, place, fingerprint } = value;
  if (!isRecord(place) || typeof place['region'] !== 'string' || typeof fingerprint !== 'string') throw refuse('region or fingerprint is missing');
  return { settings: asked, region: place['region'], allowHttp: value['allowHttp'] === true, adopt: value['adopt'] === true, fingerprint };
}

/** Refuses (Trouble `setup.moved`) to do anything else than what was reviewed. */
export function checkUnmoved({ fingerprint }: Saved, plan: Plan): void {
  if (fingerprint === plan.fingerprint) return;
  throw new Trouble(
    'setup.moved',
    `AWS (account ${plan.place.account}, ${plan.place.region}) is not as it was when this plan was made`,
    'Make the plan again with --out and review it.',
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

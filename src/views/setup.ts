/** Says how a setup ended: what was done, what is unproven, what to do next. */
import type { Paint } from '../cli/paint.ts';
import type { Change, Plan } from '../setup/plan.ts';
import type { Unproven } from '../setup/prove.ts';

/** What `setup --json` prints. Documented in docs/commands/setup.md; it only grows. */
export interface SetupResult {
  deployment: string;
  region: string;
  account: string;
  /** `planned` under --dry-run and --check. */
  outcome: 'planned' | 'unchanged' | 'applied';
  changes: (Pick<Change, 'id' | 'kind' | 'title' | 'action' | 'fields'> & { pending?: string })[];
  refusals: string[];
  hazards: string[];
  notes: string[];
  unproven: Unproven[];
  configurationSets: string[];
  /** The tracking domain, and what SES answers through it; absent where none is asked for. */
  tracking?: { domain: string; answers: string };
  /** ARNs, for `listen --topic`. */
  topics: string[];
  fingerprint: string;
}

/** @param plan what was planned @param end how it is now; the same plan where nothing was done */
export function setupResult(outcome: SetupResult['outcome'], plan: Plan, end: Plan, unproven: Unproven[]): SetupResult {
  const { deployment, place, refusals, hazards, notes, fingerprint } = plan;
  return {
    deployment,
    region: place.region,
    account: place.account,
    outcome,
    changes: plan.changes.map(({ id, kind, title, action, fields, have }) => ({
      ...{ id, kind, title, action, fields },
      ...(have?.pending === undefined ? {} : { pending: have.pending }),
    })),
    ...{ refusals, hazards, notes, unproven },
    ...trackingOf(end),
    configurationSets: end.changes.filter(({ kind }) => kind === 'configuration-set').map(({ want }) => want.name),
    topics: end.changes.flatMap(({ kind, have }) => (kind === 'topic' ? (have?.outputs['arn'] ?? []) : [])),
    fingerprint,
  };
}

function trackingOf({ changes }: Plan): Pick<SetupResult, 'tracking'> {
  const proof = changes.find(({ kind }) => kind === 'proof');
  const answers = proof?.have?.fields['answers'];
  return proof === undefined ? {} : { tracking: { domain: proof.want.name, answers: typeof answers === 'string' ? answers : 'nothing yet' } };
}

/** The end of a setup in words. */
export function setupText({ outcome, changes, unproven, configurationSets, topics, tracking }: SetupResult, paint: Paint): string {
  const done = changes.filter(({ action }) => action !== 'none').length;
  return [
    outcome === 'unchanged'
      ? 'Nothing to do: everything is as wanted.'
      : paint.good(`Done: ${done} of ${changes.length} changed, the rest was as wanted.`),
    ...configurationSets.map(name => `  configuration set  ${paint.name(name)}`),
    ...topics.map(arn => `  topic              ${paint.name(arn)}`),
    ...(tracking === undefined ? [] : [`  tracking domain    ${paint.name(tracking.domain)} (${tracking.answers})`]),
    ...unproven.flatMap(({ title, reason }) => `${paint.warn('Unproven:')} ${title}: ${reason}`),
  ].join('\n');
}

/** What the doctor found on one screen: problems worst first, each with what it means and what mends it, then what could not be looked at. */
import type { Paint } from '../cli/paint.ts';
import type { Finding } from '../doctor/run.ts';
import { plain } from './plain.ts';
import { wrap } from './wrap.ts';

/** What `doctor --json` prints. Documented in docs/commands/doctor.md; it only grows. */
export interface DoctorResult {
  region: string;
  deployment: string;
  /** What was asked for; absent for everything. */
  symptom?: string;
  /** How many checks ended how, by state. */
  counts: Record<Finding['state'], number>;
  findings: Finding[];
  /** Where no problem was found: what to look at next for that symptom. */
  otherwise?: string;
}

export function doctorResult(
  about: Pick<DoctorResult, 'region' | 'deployment'> & { symptom?: string | undefined; otherwise?: string | undefined },
  findings: Finding[],
): DoctorResult {
  const { region, deployment, symptom, otherwise } = about;
  const count = (state: Finding['state']) => findings.filter(each => each.state === state).length;
  const counts = { problem: count('problem'), unknown: count('unknown'), skipped: count('skipped'), ok: count('ok') };
  return {
    region,
    deployment,
    ...(symptom === undefined ? {} : { symptom }),
    counts,
    findings,
    ...(otherwise === undefined || counts.problem > 0 ? {} : { otherwise }),
  };
}

export interface DoctorLook {
  /** Also what is well and what was skipped. */
  showsAll: boolean;
  paint: Paint;
  /** Of the terminal that sentences are wrapped for; a command stays one line, to be copied. Without it nothing is wrapped. */
  columns?: number;
}

/** Empty where there is nothing to report. */
export function doctorText({ findings, otherwise }: DoctorResult, look: DoctorLook): string {
  const { showsAll, paint } = look;
  const of = (state: Finding['state']) => findings.filter(each => each.state === state);
  const blocks = [
    ...of('problem').map(each => problemText(each, look)),
    ...unknownTexts(of('unknown'), look),
    ...(showsAll ? [[...of('ok').map(each => okText(each, paint)), ...skippedTexts(of('skipped'), paint)].join('\n')] : []),
    ...(otherwise === undefined ? [] : [lines(plain(otherwise), '', look)]),
  ];
  return blocks.filter(each => each !== '').join('\n\n');
}

/** One line for a terminal: what was looked at and how it ended. */
export function doctorSummary({ counts, region }: DoctorResult, paint: Paint): string {
  const { problem, unknown, skipped, ok } = counts;
  const rest = `${ok} ok${unknown === 0 ? '' : `, ${unknown} unknown`}${skipped === 0 ? '' : `, ${skipped} skipped`}`;
  if (problem > 0) return `${paint.bad(problem === 1 ? '1 problem' : `${problem} problems`)} in ${region}; ${rest}`;
  return `${unknown === 0 ? paint.good('Nothing wrong') : paint.warn('Nothing wrong that could be seen')} in ${region}: ${rest}`;
}

function problemText({ check, saw, subject: _, harm, means, mend, shows }: Finding, look: DoctorLook): string {
  const { paint } = look;
  const mark = harm === 'soon' || harm === 'advice' ? paint.warn('!') : paint.bad('✖');
  return [
    headline(mark, saw, check, look),
    ...(means === undefined ? [] : [lines(plain(means), '  ', look)]),
    ...(mend === undefined ? [] : [`  ${paint.dim('mend:')} ${paint.name(plain(mend))}`]),
    ...(shows === undefined ? [] : [`  ${paint.dim('look:')} ${paint.name(plain(shows))}`]),
  ].join('\n');
}

/** The mark and what was seen, then dim who says it: on the last line where there is room, else on one of its own. */
function headline(mark: string, saw: string, who: string, { paint, columns }: DoctorLook): string {
  const all = columns === undefined ? [plain(saw)] : wrap(plain(saw), columns - 2);
  const fits = columns === undefined || (all.at(-1) ?? '').length + who.length + 4 <= columns;
  return `${mark} ${all.join('\n  ')}${fits ? '  ' : '\n  '}${paint.dim(who)}`;
}

function lines(text: string, indent: string, { columns }: DoctorLook): string {
  return (columns === undefined ? [text] : wrap(text, columns - indent.length)).map(line => `${indent}${line}`).join('\n');
}

/** More than these are counted, unless all are asked for. */
const mostNames = 4;

/** Those that one refusal left in the dark are said once. */
function unknownTexts(findings: readonly Finding[], look: DoctorLook): string[] {
  const { showsAll, paint } = look;
  const few = (names: readonly string[]) =>
    showsAll || names.length <= mostNames ? names.join(', ') : `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`;
  return together(findings).map(({ first, names }) =>
    [
      headline(paint.warn('?'), first.saw, few(names), look),
      ...(first.means === undefined ? [] : [lines(plain(first.means), '  ', look)]),
      ...(first.shows === undefined ? [] : [`  ${paint.dim('look:')} ${paint.name(plain(first.shows))}`]),
    ].join('\n'),
  );
}

function okText({ check, saw }: Finding, paint: Paint): string {
  return `${paint.good('✔')} ${plain(saw)}  ${paint.dim(check)}`;
}

function skippedTexts(findings: readonly Finding[], paint: Paint): string[] {
  return together(findings).map(({ first, names }) => paint.dim(`- ${plain(first.saw)}  ${names.join(', ')}`));
}

/** What was found in the same words, or kept in the dark by credentials or a network that fail at every call, with the names of all checks that say so. */
function together(findings: readonly Finding[]): { first: Finding; names: string[] }[] {
  return [...Map.groupBy(findings, ({ saw, trouble = '' }) => (/^aws\.(credentials|unreachable)$/.test(trouble) ? trouble : saw)).values()].flatMap(
    group => {
      const [first] = group;
      return first === undefined ? [] : [{ first, names: [...new Set(group.map(({ check }) => check))] }];
    },
  );
}

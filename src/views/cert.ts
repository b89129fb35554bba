/** What cert-check found, for people: a line a domain, and under what is not fine its reasons, what they mean and what to do. */
import type { CertReport } from '../cert/formats/report.ts';
import type { CertState, CertVerdict } from '../cert/judge.ts';
import type { Remark } from '../cert/remark.ts';
import type { Paint } from '../cli/paint.ts';
import { plain } from './plain.ts';
import { wrap } from './wrap.ts';

export interface CertLook {
  paint: Paint;
  /** Width of the terminal; absent where lines are not to be broken. */
  columns?: number;
  /** Say nothing of a domain where there is nothing to do. */
  quiet: boolean;
  isFine(verdict: CertVerdict): boolean;
}

const shownLevels = new Set<Remark['level']>(['critical', 'unknown', 'warning', 'advice']);

export function certText({ verdicts, connectTo }: CertReport, look: CertLook): string {
  const shown = look.quiet ? verdicts.filter(verdict => !look.isFine(verdict)) : verdicts;
  if (shown.length === 0) return '';
  const width = Math.max(...shown.map(({ domain }) => domain.length));
  const { dim } = look.paint;
  return [
    ...shown.map(verdict => [head(verdict, width, look.paint), ...groups(verdict).map(group => reason(group, verdict, look))].join('\n')),
    ...(verdicts.length > 1 ? [summary(verdicts)] : []),
    ...(connectTo === undefined
      ? []
      : [dim(`${plain(connectTo)} alone was asked: DNS, who serves the domain, plain http, the favicon and the next renewal were left out.`)]),
  ]
    .map(line => `${line}\n`)
    .join('');
}

/** `ok        click.example.com  143 days left, until 2027-04-16 · Amazon RSA 2048 M02 · CloudFront · 4 addresses` */
function head({ domain, state, remarks, issuer, servedBy, addresses }: CertVerdict, width: number, paint: Paint): string {
  const word = colour(state, paint)(state.padEnd(8));
  const [expiry, ...others] = remarks.filter(({ check }) => check === 'expiry');
  const left = expiry?.says;
  // Where it is not well the reasons below tell it.
  if ([expiry, ...others].some(each => each?.level !== 'ok')) return `${word}  ${paint.bold(domain)}`;
  const about = [
    ...(issuer === undefined ? [] : [plain(issuer)]),
    ...(servedBy === 'cloudfront' ? ['CloudFront'] : servedBy === 'ses' ? ['SES itself'] : []),
    ...(addresses.length > 1 ? [`${addresses.length} addresses`] : []),
    // So that an operator who asked AWS sees that it answered.
    ...remarks.filter(({ check, level }) => check === 'acm-renewal' && level === 'ok').map(({ says }) => says),
  ];
  return `${word}  ${paint.bold(domain)}${' '.repeat(width - domain.length)}  ${left}${about.length === 0 ? '' : paint.dim(` · ${about.join(' · ')}`)}`;
}

function colour(state: CertState, paint: Paint): (text: string) => string {
  return { ok: paint.good, warning: paint.warn, critical: paint.bad, unknown: paint.warn }[state];
}

/** Those that say the same are said once: of several addresses, of several checks that one refusal left in the dark. */
function groups({ remarks }: CertVerdict): Remark[][] {
  const shown = remarks.filter(({ level }) => shownLevels.has(level));
  return [...Map.groupBy(shown, ({ level, says }) => `${level} ${says}`).values()];
}

function reason(group: readonly Remark[], { addresses }: CertVerdict, { paint, columns }: CertLook): string {
  const [first] = group;
  if (first === undefined) return '';
  const { level, says, means, mend, shows } = first;
  const mark =
    level === 'critical' ? paint.bad('✖') : level === 'unknown' ? paint.warn('?') : level === 'warning' ? paint.warn('✖') : paint.warn('!');
  const checks = [...new Set(group.map(({ check }) => check))].join(', ');
  const at = [...new Set(group.flatMap(({ address }) => address ?? []))];
  const where =
    at.length === 0 || addresses.length < 2
      ? ''
      : at.length === addresses.length
        ? ` at all ${at.length} addresses`
        : ` at ${at.join(', ')} (${at.length} of ${addresses.length} addresses)`;
  const indent = ' '.repeat(12);
  const lines = (text: string): string[] => (columns === undefined ? [text] : wrap(text, columns - indent.length)).map(line => `${indent}${line}`);
  const said = lines(`${plain(says)}${where}`)
    .join('\n')
    .trimStart();
  return [
    `          ${mark} ${said}  ${paint.dim(checks)}`,
    ...(means === undefined ? [] : lines(plain(means))),
    ...(mend === undefined ? [] : [`${indent}${paint.dim('mend:')} ${paint.name(plain(mend))}`]),
    ...(shows === undefined ? [] : [`${indent}${paint.dim('look:')} ${paint.name(plain(shows))}`]),
  ].join('\n');
}

/** `3 domains: 1 critical, 2 ok` */
function summary(verdicts: readonly CertVerdict[]): string {
  const counts = (['critical', 'unknown', 'warning', 'ok'] as const)
    .map(state => [verdicts.filter(each => each.state === state).length, state] as const)
    .filter(([count]) => count > 0);
  return `${verdicts.length} domains: ${counts.map(([count, state]) => `${count} ${state}`).join(', ')}`;
}

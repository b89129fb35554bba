/** One line for Nagios, Icinga and all who run their plug-ins: state, words, performance data. */
import { type CertState, type CertVerdict, worst } from '../judge.ts';
import { dayMs } from '../time.ts';
import type { CertReport } from './report.ts';

/** <https://www.monitoring-plugins.org/doc/guidelines.html> */
export function nagios(report: CertReport): string {
  const { verdicts, connectTo } = report;
  const state = worst(verdicts.map(each => each.state));
  const bad = verdicts.filter(each => each.state !== 'ok').sort((a, b) => gravity.indexOf(a.state) - gravity.indexOf(b.state));
  const shown = bad.length > 0 ? bad : verdicts;
  const fine = verdicts.length - bad.length;
  const words =
    verdicts.length === 1 || bad.length > 0
      ? few(shown.map(said), 'more')
      : [`all ${verdicts.length} domains, the first to end: ${said(first(verdicts))}`];
  if (verdicts.length > 1 && bad.length > 0 && fine > 0) words.push(`${fine} ok`);
  const advice = shown === verdicts || verdicts.length === 1 ? advised(verdicts) : [];
  const asked = connectTo === undefined ? '' : ` (${connectTo} alone was asked, no DNS and no favicon)`;
  return `CERT-CHECK ${state.toUpperCase()} - ${text([...words, ...few(advice, 'more pieces of advice')].join('; '))}${text(asked)} | ${verdicts.flatMap(each => perfdata(each, report)).join(' ')}`
    .trimEnd()
    .replace(/ \|$/, '')
    .concat('\n');
}

/** Whoever is paged reads the first; of what Nagios reads (8 KB) the numbers must have their part. */
function few(clauses: readonly string[], rest: string): string[] {
  const most = 10;
  return clauses.length <= most ? [...clauses] : [...clauses.slice(0, most), `${clauses.length - most} ${rest}`];
}

const gravity: readonly CertState[] = ['critical', 'unknown', 'warning'];

/** `click.example.com: 29 days left, until 2026-12-23` */
function said({ domain, state, remarks, addresses }: CertVerdict): string {
  const deciding = remarks.filter(({ level, check }) => (state === 'ok' ? check === 'expiry' : level === state));
  // What could not be seen must not hide that there is little time left.
  const warnings = state === 'unknown' ? remarks.filter(({ level }) => level === 'warning') : [];
  const clauses = [...Map.groupBy([...deciding, ...warnings], ({ says }) => says)].map(([says, group]) => {
    const at = [...new Set(group.flatMap(({ address }) => address ?? []))];
    return `${says}${at.length === 0 || addresses.length < 2 ? '' : ` (${at.join(', ')})`}`;
  });
  return `${domain}: ${clauses.join('; ')}`;
}

function advised(verdicts: readonly CertVerdict[]): string[] {
  return verdicts.flatMap(({ domain, remarks }) =>
    remarks.filter(({ level }) => level === 'advice').map(({ says }) => `advice${verdicts.length === 1 ? '' : ` for ${domain}`}: ${says}`),
  );
}

function first(verdicts: readonly CertVerdict[]): CertVerdict {
  const sorted = [...verdicts].sort((a, b) => (a.notAfter ?? 0) - (b.notAfter ?? 0));
  const [found] = sorted;
  if (found === undefined) throw new Error('a report without a domain');
  return found;
}

/** What would end the words, or the line, stands for something else in a plug-in's output. */
function text(words: string): string {
  return words.replaceAll('|', '/').replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
}

/**
 * `'click.example.com'=29d;30:;7:`: `30:` warns below 30. Whole days, rounded down; hundredths where a limit is finer than a day.
 * Icinga turns days into seconds; the guidelines know seconds, which nobody reads. <https://icinga.com/docs/icinga-2/latest/doc/05-service-monitoring/>
 */
function perfdata({ domain, notAfter }: CertVerdict, { now, warnMs, critMs }: CertReport): string[] {
  if (notAfter === undefined) return [];
  const grain = warnMs % dayMs === 0 && critMs % dayMs === 0 ? 1 : 100;
  const left = Math.floor(((notAfter - now) / dayMs) * grain) / grain;
  return [`'${domain}'=${left}d;${limit(warnMs)}:;${limit(critMs)}:`];
}

/** Days, to the hundredth at most. */
const limit = (ms: number): number => Math.round((ms / dayMs) * 100) / 100;

/** Prometheus's text format, for the textfile collector: gauges, each with its help and its type, no timestamps (the collector refuses them). */
import type { CertState, CertVerdict } from '../judge.ts';
import type { CertReport } from './report.ts';

const numbers: Readonly<Record<CertState, number>> = { ok: 0, warning: 1, critical: 2, unknown: 3 };

/** <https://prometheus.io/docs/instrumenting/exposition_formats/> */
export function prometheus({ verdicts, now, warnMs, critMs }: CertReport): string {
  return [
    ...family(
      'not_after_timestamp_seconds',
      'When the first certificate that the domain shows ends, in seconds since 1970.',
      verdicts,
      ({ notAfter }) => (notAfter === undefined ? undefined : Math.floor(notAfter / 1000)),
    ),
    ...family('state', 'What cert-check says: 0 ok, 1 warning, 2 critical, 3 unknown.', verdicts, ({ state }) => numbers[state]),
    ...family(
      'advice',
      'How many things there are to do that do not count for the state, such as what keeps the next renewal from working.',
      verdicts,
      ({ remarks }) => remarks.filter(({ level }) => level === 'advice').length,
    ),
    ...family('addresses', 'How many addresses the domain has.', verdicts, ({ addresses }) => addresses.length),
    ...one('warn_seconds', 'Less time left than this is a warning.', warnMs / 1000),
    ...one('crit_seconds', 'Less time left than this is critical.', critMs / 1000),
    ...one('last_run_timestamp_seconds', 'When this was seen, in seconds since 1970; alert on its age.', Math.floor(now / 1000)),
  ]
    .map(line => `${line}\n`)
    .join('');
}

const prefix = 'ses_track_certificate';

function head(name: string, help: string): string[] {
  return [`# HELP ${prefix}_${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`, `# TYPE ${prefix}_${name} gauge`];
}

/** One sample a domain, all under one heading; nothing where no domain has a value. */
function family(name: string, help: string, verdicts: readonly CertVerdict[], value: (verdict: CertVerdict) => number | undefined): string[] {
  const samples = verdicts.flatMap(verdict => {
    const found = value(verdict);
    return found === undefined ? [] : [`${prefix}_${name}{domain="${label(verdict.domain)}"} ${found}`];
  });
  return samples.length === 0 ? [] : [...head(name, help), ...samples];
}

const one = (name: string, help: string, value: number): string[] => [...head(name, help), `${prefix}_${name} ${value}`];

const label = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

/** JSON for programs; documented in docs/commands/cert-check.md, it only grows. */
import { worst } from '../judge.ts';
import type { CertReport } from './report.ts';

export function json({ verdicts, now, warnMs, critMs, connectTo }: CertReport): string {
  const data = {
    state: worst(verdicts.map(({ state }) => state)),
    at: new Date(now).toISOString(),
    warnSeconds: warnMs / 1000,
    critSeconds: critMs / 1000,
    ...(connectTo === undefined ? {} : { connectTo }),
    domains: verdicts.map(({ domain, state, notAfter, ...rest }) => ({
      domain,
      state,
      ...(notAfter === undefined ? {} : { notAfter: new Date(notAfter).toISOString(), secondsLeft: Math.floor((notAfter - now) / 1000) }),
      ...rest,
    })),
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}

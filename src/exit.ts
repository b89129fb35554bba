/** The exit codes: what a shell, a CI job and a monitoring system read. Documented in docs/exit-codes.md. */
export const exit = {
  /** Done; nothing to report. */
  ok: 0,
  /** Worked, and found something: lint findings, drift, an expiry near. */
  found: 1,
  /** The command line or the config is wrong. */
  usage: 2,
  /** AWS, the network or the disk said no. */
  failed: 3,
  /** Credentials are missing or lack a permission. */
  denied: 4,
  /** Refused: dangerous without a clear yes. */
  refused: 5,
  /** Interrupted by the operator. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exit)[keyof typeof exit];

/** What a monitoring system reads of a plug-in: https://www.monitoring-plugins.org/doc/guidelines.html. `cert-check --format nagios` ends with these. */
export const pluginExit = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const satisfies Record<string, ExitCode>;

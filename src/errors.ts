/** Trouble is the error we expected: a stable code, what was found, and one sentence on what to do. */
import { type ExitCode, exit } from './exit.ts';

/** Every code of trouble with its exit code. Each has a heading in docs/errors.md (a test compares). */
export const troubles = {
  'cli.usage': exit.usage,
  'config.invalid': exit.usage,
  'config.unreadable': exit.usage,
  'file.unreadable': exit.failed,
  'file.unwritable': exit.failed,
  'aws.denied': exit.denied,
  'aws.credentials': exit.denied,
  'aws.region': exit.denied,
  'aws.refused': exit.failed,
  'aws.unreachable': exit.failed,
  'aws.throttled': exit.failed,
  'serve.refused': exit.failed,
  'store.address': exit.usage,
  'store.unsupported': exit.usage,
  'store.missing': exit.failed,
  'store.newer': exit.failed,
  'store.locked': exit.failed,
  'store.full': exit.failed,
  'store.broken': exit.failed,
  'store.unwritable': exit.failed,
  'web.unreachable': exit.failed,
  'sandbox.unknown-action': exit.usage,
  'sandbox.unknown-trap': exit.usage,
  'setup.foreign': exit.refused,
  'setup.dangerous': exit.refused,
  'setup.unconfirmed': exit.refused,
  'setup.certificate': exit.failed,
  'setup.identity': exit.failed,
  'setup.origin': exit.failed,
  'setup.record': exit.failed,
  'setup.timeout': exit.failed,
  'setup.unproven': exit.failed,
  'setup.zone': exit.failed,
  'setup.moved': exit.refused,
  interrupted: exit.interrupted,
} as const satisfies Record<string, ExitCode>;

export type TroubleCode = keyof typeof troubles;

export class Trouble extends Error {
  readonly code: TroubleCode;
  /** One imperative sentence, or empty where there is nothing to do. */
  readonly hint: string;

  /**
   * @param code a key of `troubles`; it decides the exit code
   * @param message what was found, lower case, no full stop, naming the thing
   * @param hint one imperative sentence that says what to do
   */
  constructor(code: TroubleCode, message: string, hint = '', options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'Trouble';
    this.code = code;
    this.hint = hint;
  }

  get exit(): ExitCode {
    return troubles[this.code];
  }
}

/** What was thrown, as one line of text. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

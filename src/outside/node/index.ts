/** The outside as Node gives it; what is big (SDK, SQLite, sandbox) is loaded when first asked for. */
import type { Outside } from '../index.ts';
import { clock } from './clock.ts';
import { nodeFiles } from './files.ts';
import { random } from './random.ts';
import { web } from './web.ts';

/** @param from what `main` took from the process: its environment, its working folder, and a signal for "stop" */
export function nodeOutside(from: Pick<Outside, 'env' | 'cwd' | 'signal'>): Outside {
  const outside: Outside = {
    ...from,
    clock,
    random,
    files: nodeFiles(from.cwd, from.signal),
    web,
    serve: async (handler, options) => (await import('./serve.ts')).serve(handler, options),
    openStore: async (address, options) => (await import('./store.ts')).openStore(from.cwd, address, options),
    aws: async settings => (await import('../../aws/connect.ts')).connect(settings, clock),
    sandbox: async options => (await import('../../sandbox/sandbox.ts')).openSandbox(outside, options),
  };
  return outside;
}

/** Ctrl-C in the demo's first second: nothing more is opened, nothing is waited for, and what is open is closed. */
import { expect, test } from 'vitest';
import { program } from '../../src/cli/program.ts';
import { speak } from '../../src/cli/speak.ts';
import { verbs } from '../../src/commands/index.ts';
import { Trouble } from '../../src/errors.ts';
import type { Handler, Outside } from '../../src/outside/index.ts';
import { nodeOutside } from '../../src/outside/node/index.ts';

const parts = ['sandbox', 'openStore', 'aws', 'serve'] as const;
type Part = (typeof parts)[number];

interface Stopped {
  code: number | string;
  did: string[];
  said: string;
  /** Posts that came to the demo's receiver. */
  posts: number;
}

/**
 * Runs the demo; the operator stops it as soon as `at` is open, as the machine tells it: in a later turn of the loop. Or when the first post
 * of SNS is there.
 */
async function stoppedAt(at: Part | 'post'): Promise<Stopped> {
  const stopping = new AbortController();
  const node = nodeOutside({ env: {}, cwd: '/ops', signal: stopping.signal });
  const did: string[] = [];
  let said = '';
  let posts = 0;
  const stop = () => stopping.abort(new Trouble('interrupted', 'interrupted'));
  const receiving = (handler: Handler): Handler => {
    return request => {
      posts += 1;
      if (at === 'post') stop();
      return handler(request);
    };
  };
  /** The same thing, with what opens and closes it written down. */
  const watched =
    <A extends unknown[], T extends { stop?: unknown; close?: unknown }>(part: Part, open: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      const thing = await open(...args);
      did.push(`open ${part}`);
      if (part === at) setImmediate(stop);
      const close = 'stop' in thing ? 'stop' : 'close';
      const own = thing[close] as (...args: unknown[]) => unknown;
      const told = (...more: unknown[]) => {
        did.push(`close ${part}`);
        return own(...more);
      };
      return { ...thing, [close]: told };
    };
  const outside: Outside = {
    ...node,
    sandbox: watched('sandbox', node.sandbox),
    openStore: watched('openStore', node.openStore),
    aws: watched('aws', node.aws),
    serve: watched('serve', (handler, options) => node.serve(receiving(handler), options)),
  };
  const streams = { stdout: { write: () => true }, stderr: { write: (text: string) => (said += text), isTTY: false }, stdin: { isTTY: false } };
  const code = await program(['demo'], {
    verbs,
    write: () => true,
    columns: 100,
    open: ({ format }) => ({
      outside,
      say: speak(streams, { format, env: {}, ask: async () => '', signal: stopping.signal }),
      config: () => Promise.reject(new Error('the demo reads no config')),
    }),
  }).catch((error: unknown) => (error instanceof Trouble ? error.code : String(error)));
  return { code, did, said, posts };
}

test.each(parts)('when %s is open and the operator stops, nothing comes after it, and all that is open is closed', async at => {
  const { code, did, said } = await stoppedAt(at);
  const open = parts.slice(0, parts.indexOf(at) + 1);
  expect(code).toBe('interrupted');
  expect(did).toEqual([...open.map(part => `open ${part}`), ...open.toReversed().map(part => `close ${part}`)]);
  expect(said).not.toContain('configuration set');
});

test('what SNS would try again is not waited for: the first try is the last', async () => {
  const { code, said, posts } = await stoppedAt('post');
  expect([code, posts]).toEqual(['interrupted', 1]);
  expect(said).not.toContain('warning');
});

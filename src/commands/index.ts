/** Every verb in help order, each loaded only when it is run. */
import type { Command } from '../cli/command.ts';

export interface Verb {
  name: string;
  /** The same words as the command's own summary (a test compares); here so that help loads no command. */
  summary: string;
  load(): Promise<Command>;
}

export const verbs: readonly Verb[] = [
  { name: 'setup', summary: 'Make tracking exist: plan, ask, apply, prove', load: async () => (await import('./setup.ts')).setup },
  { name: 'teardown', summary: 'Take away what setup made, and nothing else', load: async () => (await import('./teardown.ts')).teardown },
  { name: 'iam', summary: 'Print the least-privilege IAM policy for this configuration', load: async () => (await import('./iam.ts')).iam },
  { name: 'doctor', summary: 'Find what is wrong, and what mends it', load: async () => (await import('./doctor.ts')).doctor },
  { name: 'lint', summary: 'Find clicks that will be lost', load: async () => (await import('./lint.ts')).lint },
  { name: 'cert-check', summary: 'Know weeks before a certificate dies', load: async () => (await import('./cert-check.ts')).certCheck },
  { name: 'send', summary: 'Send one test message and follow it', load: async () => (await import('./send.ts')).send },
  { name: 'listen', summary: 'Receive events from SNS and keep them', load: async () => (await import('./listen.ts')).listen },
  { name: 'trace', summary: 'Tell the story of one message', load: async () => (await import('./trace.ts')).trace },
  { name: 'sandbox', summary: 'Run an AWS account in memory on loopback', load: async () => (await import('./sandbox.ts')).sandbox },
  { name: 'demo', summary: 'Set up, send, open, click and trace, with no AWS account', load: async () => (await import('./demo.ts')).demo },
  { name: 'config', summary: 'Print every setting and where it came from', load: async () => (await import('./config.ts')).config },
];

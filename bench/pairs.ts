/** Measures honestly on a noisy machine: rival and ours in turn, medians, and the median of the pairwise ratios. */
import { spawnSync } from 'node:child_process';

export interface Row {
  subject: string;
  rival: string;
  /** Median of each, in the unit. */
  theirs: number;
  ours: number;
  unit: string;
  /** Median of ours / theirs over the pairs. */
  ratio: number;
  /** The ratio to reach; `atLeast` where more is better. Held at goal × 1.10. */
  goal: number;
  atLeast?: boolean;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
};

/** Runs both in turn, A B A B …; one unmeasured pair first to warm the page cache. Each gives its own measure. */
export function pairs(count: number, theirs: () => number, ours: () => number): { theirs: number; ours: number; ratio: number } {
  theirs();
  ours();
  const measured = Array.from({ length: count }, () => [theirs(), ours()] as const);
  return { theirs: median(measured.map(([a]) => a)), ours: median(measured.map(([, b]) => b)), ratio: median(measured.map(([a, b]) => b / a)) };
}

export interface ProcessOptions {
  /** The exit code expected; default 0. */
  code?: number;
  env?: Record<string, string>;
  /** What it prints is read from a pipe, as a CI job does, instead of being thrown away. */
  reads?: boolean;
}

/** Milliseconds of a whole process; throws when it does not end with the exit code expected. */
export function processMs(command: string, args: readonly string[], options: ProcessOptions = {}): number {
  const started = performance.now();
  const stdout = options.reads === true ? 'pipe' : 'ignore';
  const { status, stderr } = spawnSync(command, args, { env: { ...process.env, ...options.env }, stdio: ['ignore', stdout, 'pipe'] });
  const ms = performance.now() - started;
  if (status !== (options.code ?? 0)) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr.toString()}`);
  return ms;
}

/** One table of rows with the goal beside each; a ratio past its goal × 1.10 is marked. */
export function table(title: string, rows: readonly Row[]): string {
  const line = ({ subject, rival, theirs, ours, unit, ratio, goal, atLeast }: Row): string => {
    const isMet = atLeast === true ? ratio >= goal / 1.1 : ratio <= goal * 1.1;
    return `| ${subject} | ${rival} | ${theirs.toFixed(1)} ${unit} | ${ours.toFixed(1)} ${unit} | ${ratio.toFixed(2)} | ${atLeast === true ? '≥' : '≤'} ${goal} | ${isMet ? 'met' : 'missed'} |`;
  };
  return [
    `### ${title}`,
    '',
    '| what | rival | rival, median | ours, median | ratio | goal | |',
    '|---|---|---|---|---|---|---|',
    ...rows.map(line),
    '',
  ].join('\n');
}

/**
 * Runs the benches and prints their tables, with the machine and what else it was doing.
 * `npm run bench` runs all; `npm run bench -- start-up` those named; `--keep` writes the tables to docs/performance.md.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';

const every = ['start-up', 'cert-check', 'lint-scan', 'lint-process'];
const given = process.argv.slice(2);
const named = given.filter(word => word !== '--keep');
const stranger = named.find(name => !every.includes(name));
if (stranger !== undefined) throw new Error(`there is no bench ${stranger}; there are ${every.join(', ')}`);

const load = (): string => loadavg()[0]?.toFixed(1) ?? '?';
const before = load();
const tables = (named.length === 0 ? every : named).map(name => {
  const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(`the bench ${name} ended with ${status}`);
  process.stdout.write(`${stdout}\n`);
  return stdout.toString();
});
const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`;
const about = `${machine}; load ${before} before and ${load()} after, ours included`;
process.stdout.write(`${about}\n`);
if (given.includes('--keep'))
  writeFileSync(
    join(import.meta.dirname, '../docs/performance.md'),
    `# Performance\n\nWhat \`npm run bench -- --keep\` last measured: rival and ours in turn, medians, and the median of the pairwise ratios. A goal is held with a tenth of tolerance. Only ratios of one run compare: the machine may be shared.\n\n${about}.\n\n${tables.join('\n')}`,
  );

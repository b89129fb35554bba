/**
 * Throughput of `lint` as a whole process, all rules on, over about 20,000 files made from real templates, against html-validate and
 * htmlhint, which are installed into a scratch folder. Run: npm run bench -- lint-process.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { pairs, type Row, table } from './pairs.ts';

const root = join(import.meta.dirname, '..');
const bin = join(root, 'bin/ses-track.js');
const corpus = process.env['SES_TRACK_CORPUS'] ?? join(root, '../shared/corpus');
/** Real mail is larger than the corpus' smallest pieces: of these the average is 25 KB. */
const leastBytes = 13_500;
const count = 20_095;
/** All of them plain HTML, which is all that the rivals can read. html-validate would take ten minutes for all: it gets what it lints in a few seconds. */
const samples = { 'html-validate': 150, htmlhint: count };
const pairsOfEach = 9;

if (!existsSync(corpus)) throw new Error(`no corpus at ${corpus}; SES_TRACK_CORPUS names one`);
const scratch = mkdtempSync(join(tmpdir(), 'ses-track-bench-'));
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));

const templates = globSync('templates/**/*.*', { cwd: corpus }).filter(file => {
  const stat = statSync(join(corpus, file));
  return !/^templates\/limits\//.test(file) && stat.isFile() && stat.size >= leastBytes;
});
function fill(name: string, count: number, only?: RegExp): { folder: string; files: number } {
  const folder = join(scratch, name);
  const chosen = templates.filter(file => only?.test(file) ?? true);
  let files = 0;
  for (let copy = 0; files < count; copy++) {
    mkdirSync(join(folder, String(copy)), { recursive: true });
    for (const [index, file] of chosen.entries()) {
      if (files >= count) break;
      const ending = /\.blade\.php$/.exec(file)?.[0] ?? extname(file);
      writeFileSync(join(folder, String(copy), `${index}${ending}`), readFileSync(join(corpus, file)));
      files++;
    }
  }
  return { folder, files };
}

/** Milliseconds of one whole process; findings make any of them exit 1. */
function took(command: string, args: readonly string[], cwd: string): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, NO_COLOR: '1' } });
  if (status !== 0 && status !== 1) throw new Error(`${command} ended with ${status}: ${stderr.toString().slice(0, 500)}`);
  return performance.now() - started;
}

const rivals = join(scratch, 'rivals');
mkdirSync(rivals);
execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', rivals, 'html-validate', 'htmlhint'], { stdio: 'ignore' });
writeFileSync(join(rivals, '.htmlvalidate.json'), '{ "root": true, "extends": ["html-validate:recommended"] }\n');

const all = fill('all', count);
const ours = () => (all.files / took(process.execPath, [bin, 'lint', all.folder], scratch)) * 1000;
const rows = Object.entries(samples).map(([rival, sample]): Row => {
  const { folder, files } = fill(rival, sample, /\.html$/);
  const single = fill(`${rival}-one`, 1, /\.html$/).folder;
  const script = join(rivals, 'node_modules', rival, 'bin', rival === 'htmlhint' ? 'htmlhint' : 'html-validate.mjs');
  const args = (at: string): string[] =>
    rival === 'htmlhint' ? [script, at] : [script, '--config', join(rivals, '.htmlvalidate.json'), `${at}/**/*.html`];
  const whole = (at: string): number => took(process.execPath, args(at), rivals);
  // A sample is measured without its start, which over all the files would be nothing; ours has it in.
  const theirs = (): number => (files === count ? files / whole(folder) : (files - 1) / (whole(folder) - whole(single))) * 1000;
  return {
    subject: `lint of ${all.files} files, templates a second`,
    rival,
    unit: '/s',
    goal: rival === 'htmlhint' ? 20 : 300,
    atLeast: true,
    ...pairs(pairsOfEach, theirs, ours),
  };
});
process.stdout.write(table(`Lint as a process (Node ${process.versions.node})`, rows));

/** Peak resident memory of a whole process in KB, as GNU time tells it. */
const peak = (args: readonly string[]): number => {
  const { stderr } = spawnSync('/usr/bin/time', ['-f', '%M', process.execPath, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  return Number(stderr.toString().trim().split('\n').at(-1));
};
const few = fill('few', count / 20);
process.stdout.write(
  table('Peak memory', [
    {
      subject: `lint of ${few.files} files`,
      rival: 'node -e 0',
      unit: 'KB',
      goal: 3,
      ...pairs(
        pairsOfEach,
        () => peak(['-e', '0']),
        () => peak([bin, 'lint', few.folder]),
      ),
    },
    {
      subject: `lint of ${all.files} files`,
      rival: 'node -e 0',
      unit: 'KB',
      goal: 3,
      ...pairs(
        pairsOfEach,
        () => peak(['-e', '0']),
        () => peak([bin, 'lint', all.folder]),
      ),
    },
  ]),
);

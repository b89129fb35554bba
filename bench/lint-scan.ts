/**
 * Throughput of finding and judging links in memory, against htmlparser2's tokenizer, which is installed into a scratch folder; and a
 * ladder of sizes that shows linear time. Run: npm run bench -- lint-scan.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scan } from '../src/links/scan.ts';
import { rules } from '../src/lint/rules/index.ts';
import { lintSource, type RunOptions } from '../src/lint/run.ts';
import { levels } from '../src/lint/settings.ts';
import { readSource } from '../src/lint/source/read.ts';
import { pairs, type Row, table } from './pairs.ts';

const corpus = process.env['SES_TRACK_CORPUS'] ?? join(import.meta.dirname, '../../shared/corpus');
if (!existsSync(corpus)) throw new Error(`no corpus at ${corpus}; SES_TRACK_CORPUS names one`);
const scratch = mkdtempSync(join(tmpdir(), 'ses-track-bench-'));
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', scratch, 'htmlparser2'], { stdio: 'ignore' });

interface Tokenizer {
  write(text: string): void;
  end(): void;
}
const { Tokenizer } = createRequire(join(scratch, 'x.js'))('htmlparser2') as { Tokenizer: new (options: object, callbacks: object) => Tokenizer };
const nothing = () => {};
const callbacks = Object.fromEntries(
  'attribdata attribentity attribend attribname cdata closetag comment declaration end opentagend opentagname processinginstruction selfclosingtag text textentity'
    .split(' ')
    .map(name => [`on${name}`, nothing]),
);

interface File {
  name: string;
  bytes: Buffer;
}
const files = globSync('templates/**/*.*', { cwd: corpus })
  .filter(name => !/\.json$|^templates\/limits\//.test(name) && statSync(join(corpus, name)).isFile())
  .map((name): File => ({ name, bytes: readFileSync(join(corpus, name)) }));

/** CPU time, not the clock: other work on the machine slows both alike. MB a second. */
function throughput(list: readonly File[], work: (file: File) => void): number {
  const size = list.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const rounds = Math.ceil(20_000_000 / size);
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round++) for (const file of list) work(file);
  const { user, system } = process.cpuUsage(before);
  return (size * rounds) / (user + system);
}

// Each begins with the bytes of a file and finds what stands where.
const tokenize = ({ bytes }: File) => {
  const tokenizer = new Tokenizer({}, { ...callbacks, isInForeignContext: () => false });
  tokenizer.write(bytes.toString());
  tokenizer.end();
};
const lint = ({ name, bytes }: File, options: RunOptions) => {
  const source = readSource(name, bytes);
  if (typeof source !== 'string') lintSource(source, options);
};
const levelOf = levels({});
const noRule: RunOptions = { rules: [], levelOf };
const asRun: RunOptions = { rules, levelOf, withoutInfo: true };
const advice: RunOptions = { rules, levelOf };
const subjects: [string, (file: File) => void][] = [
  ['every link found', ({ bytes }) => void scan(bytes)],
  ['every link judged, no rule', file => lint(file, noRule)],
  ['all rules on, as the command runs', file => lint(file, asRun)],
  ['all rules on, advice placed too', file => lint(file, advice)],
];
const row = (subject: string, list: readonly File[], work: (file: File) => void): Row => ({
  subject,
  rival: 'htmlparser2 tokenizer',
  unit: 'MB/s',
  goal: 3,
  atLeast: true,
  ...pairs(
    11,
    () => throughput(list, tokenize),
    () => throughput(list, work),
  ),
});

// The compiler works on another thread, and its time would count: until it has done its work nothing is measured.
for (let warm = 0; warm < 25; warm++) for (const work of [tokenize, ...subjects.map(([, each]) => each)]) throughput(files, work);

const large = files.filter(({ bytes }) => bytes.length >= 15_000);
const mean = (list: readonly File[]) => Math.round(list.reduce((sum, { bytes }) => sum + bytes.length, 0) / list.length / 1000);
process.stdout.write(
  table(
    `Lint in memory, ${files.length} templates of ${mean(files)} KB on average (Node ${process.versions.node})`,
    subjects.map(([subject, work]) => row(subject, files, work)),
  ),
);
process.stdout.write(
  table(
    `The larger of them, ${large.length} of ${mean(large)} KB`,
    subjects.map(([subject, work]) => row(subject, large, work)),
  ),
);

// Ordinary text with a link every kilobyte and a half, one in ten of them faulty; beyond 100,000 links a file is refused.
const paragraph = (at: number) =>
  `<p style="margin:0">${'lorem ipsum '.repeat(120)}<a href="https://www.example.com/item?id=${at}${at % 10 === 0 ? ' x' : ''}">é ${at}</a></p>\r\n`;
const sized = (megabytes: number): Buffer => {
  const texts: string[] = [];
  for (let length = 0, at = 1; length < megabytes * 1e6; at++) {
    const text = paragraph(at);
    length += Buffer.byteLength(text);
    texts.push(text);
  }
  return Buffer.from(texts.join(''));
};
/** CPU nanoseconds a byte. */
const cost = (bytes: Buffer): number => {
  const before = process.cpuUsage();
  lint({ name: 'ladder.html', bytes }, asRun);
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / bytes.length;
};
const steps = [1, 10, 100].map(megabytes => [megabytes, sized(megabytes)] as const);
const [[, one] = [1, Buffer.alloc(0)]] = steps;
for (let warm = 0; warm < 5; warm++) cost(one);
process.stdout.write(
  table(
    'Cost of a byte as files grow, all rules on',
    steps.slice(1).map(
      ([megabytes, bytes]): Row => ({
        subject: `${megabytes} MB`,
        rival: '1 MB',
        unit: 'ns',
        // Quadratic time would be 10 and 100; links that are kept cost the garbage collector, and 100 MB fit no cache.
        goal: 3,
        ...pairs(
          3,
          () => cost(one),
          () => cost(bytes),
        ),
      }),
    ),
  ),
);

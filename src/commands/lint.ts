/** Finds clicks that will be lost: lints templates and mails, without a network unless the templates stored in SES are asked for. */
import { dirname, relative, resolve } from 'node:path';
import { version } from '../../package.json' with { type: 'json' };
import { awsFlags } from '../cli/aws-flags.ts';
import { type Context, command } from '../cli/command.ts';
import { choice, flag, integer, text, texts } from '../cli/flags.ts';
import type { Config } from '../config/load.ts';
import { nearest } from '../config/nearest.ts';
import { reason, Trouble } from '../errors.ts';
import { type ExitCode, exit } from '../exit.ts';
import { chooseSettings } from '../lint/choose.ts';
import { formatOf } from '../lint/formats/index.ts';
import { rules } from '../lint/rules/index.ts';
import { lintAll, type SessionOptions, type Work } from '../lint/session.ts';
import { type LevelOf, type LintSettings, levels } from '../lint/settings.ts';
import { count, emptyTally, outcome } from '../lint/tally.ts';
import { targets } from '../lint/targets.ts';
import { languages } from '../lint/templates/registry.ts';
import { rulesText } from '../views/lint.ts';

/** Output is handed on in pieces of about this many characters (what lives longer makes the heap grow), and Ctrl-C is looked for as often as that many milliseconds. */
const pieceLength = 16 * 1024;
const breathMs = 100;

const languageIds = Object.values(languages).map(({ id }) => id);

export const lint = command({
  name: 'lint',
  args: ['[file...]'],
  summary: 'Find clicks that will be lost',
  about:
    'Reads HTML, template sources (Handlebars, SES, Liquid, Jinja, Django, Twig, ERB, EJS, Go, Blade, PHP, Razor, FreeMarker, Thymeleaf, MJML), SES template JSON and .eml: files, folders, globs, or - for standard input. Says what will not be counted and what to write instead. Needs no AWS account and no network; only --templates asks AWS, for the templates stored in SES.',
  examples: [
    'ses-track lint templates/',
    'ses-track lint welcome.html --links',
    'ses-track lint "emails/**/*.hbs" --format github --max-warnings 0',
    'ses-track lint welcome.json --data data.json',
    'ses-track lint templates/ --fix --dry-run',
    'render welcome | ses-track lint --stdin-filename welcome.html -',
    'ses-track lint --templates --region eu-west-1',
    'ses-track lint --explain not-rfc3986',
  ],
  flags: {
    links: flag('list every link with its verdict: tracked, untracked, depends'),
    info: flag('also show advice, findings of level info (json always has them)'),
    fix: flag('mend what cannot be mended wrongly, and write the files'),
    dryRun: flag('with --fix: show what would change, write nothing'),
    rule: texts('level of a rule, such as tracked-secret=error or gmail-clipping=off', 'ID=LEVEL'),
    preset: choice('levels to start from (default: recommended)', ['recommended', 'strict', 'minimal']),
    maxWarnings: integer('exit 1 when there are more warnings', { min: 0, max: 1_000_000 }),
    language: { ...choice(`template language, instead of guessing it: ${languageIds.join(', ')}`, languageIds), takes: 'LANGUAGE' },
    data: text('render SES and Handlebars templates with this JSON first, as SES does', 'FILE'),
    stdinFilename: text('what standard input is to be called; its ending tells the language', 'NAME'),
    rules: flag('list every rule with its level'),
    explain: text('print the page of a rule', 'ID'),
    templates: flag('lint the templates stored in SES instead of files'),
    ...awsFlags,
  },
  formats: ['stylish', 'sarif', 'github', 'junit', 'checkstyle'],
  async run(context, args, flags) {
    const { outside, say } = context;
    if (flags.explain !== undefined) return explain(context, flags.explain);
    const config = await context.config();
    const settings = settingsFrom(config, flags);
    const levelOf = levels(settings);
    if (flags.rules) return listRules(context, levelOf);
    if (flags.dryRun && !flags.fix)
      throw new Trouble('cli.usage', '--dry-run goes with --fix', 'Write --fix --dry-run; without --fix nothing is changed anyway.');
    const stored = flags.templates ? await (await import('./lint-stored.ts')).openStored(context, config, args, flags) : undefined;
    try {
      const work = stored?.work ?? (await workOf(context, config, args, flags));
      if (work === undefined) {
        say.note('nothing to lint: lint.ignore in the config file leaves out every file');
        return exit.ok;
      }
      const data = flags.data === undefined ? undefined : await readData(outside, flags.data);
      const listLinks = flags.links || say.format === 'json';
      const withoutInfo = !flags.info && say.format !== 'json';
      const maxWarnings = flags.maxWarnings ?? config.settings.lint?.maxWarnings;
      const run = { listLinks, withoutInfo, language: flags.language, data };
      return await lintAndTell(context, work, { ...run, rules, levelOf }, { ...flags, maxWarnings });
    } finally {
      stored?.close();
    }
  },
});

interface Flags {
  links: boolean;
  fix: boolean;
  dryRun: boolean;
  templates: boolean;
  stdinFilename: string | undefined;
}

function settingsFrom({ file, settings, origin }: Config, flags: { preset: string | undefined; rule: readonly string[] }): LintSettings {
  const where = origin['lint.rules'] ?? file ?? 'the environment';
  const ids = rules.map(({ id }) => id);
  return chooseSettings(rules, flags, { ...settings.lint, where }, id => nearest(id, ids));
}

/** Which files, and how they are read; undefined where `lint.ignore` leaves none. Refuses (Trouble `cli.usage`) what matches nothing. */
async function workOf({ outside }: Context, { file, settings }: Config, args: readonly string[], flags: Flags): Promise<Work | undefined> {
  const { files, clock, signal, cwd } = outside;
  if (args.length === 0) throw new Trouble('cli.usage', 'nothing to lint was named', 'Name files, folders or globs, or - for standard input.');
  let breath = clock.now();
  const pause = (): Promise<void> | undefined => {
    signal.throwIfAborted();
    const now = clock.now();
    if (now - breath < breathMs) return undefined;
    breath = now;
    return clock.sleep(0, signal);
  };
  if (args.includes('-')) {
    if (args.length > 1) throw new Trouble('cli.usage', '- stands beside other files', 'Lint standard input by itself.');
    if (flags.fix) throw new Trouble('cli.usage', 'standard input cannot be mended in place', 'Name the file instead of -.');
    const bytes = await files.input();
    return { files: [{ file: flags.stdinFilename ?? 'stdin', isFound: false }], read: () => bytes, fix: false, pause };
  }
  const ignore = settings.lint?.ignore ?? [];
  const base = file === undefined ? cwd : dirname(file);
  const isMatch = ignore.length === 0 ? undefined : (await import('picomatch')).default([...ignore], { dot: true });
  const aim = await targets(files, cwd, args, path => isMatch?.(relative(base, resolve(cwd, path)).replaceAll('\\', '/')) === true);
  const [stray] = aim.unmatched;
  if (stray !== undefined)
    throw new Trouble('cli.usage', `nothing to lint matches ${stray}`, 'Check the path; quote a glob so that the shell leaves it alone.');
  return aim.files === undefined ? undefined : { files: aim.files, read: files.readNow, fix: flags.fix, pause };
}

async function lintAndTell(
  { outside, say }: Context,
  work: Work,
  options: SessionOptions,
  { links, dryRun, maxWarnings }: Flags & { maxWarnings: number | undefined },
): Promise<ExitCode> {
  const { pages } = say.format === 'sarif' ? await import('../lint/pages.ts') : { pages: {} as Record<string, string> };
  const make = await formatOf(say.format);
  // A file without a finding shows nothing, and then the terminal is never looked at.
  const look = {
    get paint() {
      return say.paint;
    },
    get columns() {
      return say.columns;
    },
    get wraps() {
      return say.isInteractive;
    },
  };
  const format = make(Object.assign(look, { links, rules, levelOf: options.levelOf, page: (id: string) => pages[id] ?? '', version }));
  const showsDiff = dryRun && (say.format === 'text' || say.format === 'stylish');
  const diff = showsDiff ? (await import('../lint/diff.ts')).diffOf : undefined;
  const tally = emptyTally();
  let piece = format.begin();
  const hand = (text: string): void => {
    piece += text;
    if (piece.length < pieceLength) return;
    say.output(piece);
    piece = '';
  };
  for await (const { report, source, fixed, change } of lintAll({ ...work, fix: work.fix && (!dryRun || diff !== undefined) }, options)) {
    count(tally, report);
    tally.fixed += fixed;
    if (diff === undefined) hand(format.file(report, source));
    else if (change !== undefined) hand(diff(report.file, change.before, change.after));
    if (change !== undefined && !dryRun) await outside.files.write(report.file, change.after);
  }
  say.output(piece + (diff === undefined ? format.end(tally) : ''));
  const end = outcome(tally, maxWarnings);
  if (end === 'failed') return exit.failed;
  return end === 'found' || (dryRun && tally.fixed > 0) ? exit.found : exit.ok;
}

async function readData({ files }: Context['outside'], path: string): Promise<unknown> {
  const bytes = await files.read(path);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new Trouble('cli.usage', `--data ${path} is not JSON: ${reason(error)}`, 'Give the object that TemplateData would hold.');
  }
}

function listRules({ say }: Context, levelOf: LevelOf): ExitCode {
  const rows = rules.map(rule => ({ id: rule.id, level: levelOf(rule), about: rule.about, evidence: rule.evidence }));
  say.result({ rules: rows }, () => rulesText(rows, say.paint));
  return exit.ok;
}

async function explain({ say }: Context, id: string): Promise<ExitCode> {
  const { pages } = await import('../lint/pages.ts');
  const page = Object.hasOwn(pages, id) ? pages[id] : undefined;
  if (page === undefined) {
    const meant = nearest(id, Object.keys(pages));
    throw new Trouble(
      'cli.usage',
      `there is no lint rule "${id}"`,
      meant === undefined ? 'ses-track lint --rules lists them.' : `Did you mean ${meant}?`,
    );
  }
  say.result({ id, page }, page);
  return exit.ok;
}

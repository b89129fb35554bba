/** The law of the house: who may import whom, what each file says of itself, what must not be used where. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { heldMap, map } from '../docs/map.ts';
import { verbs } from '../src/commands/index.ts';
import { troubles } from '../src/errors.ts';

const root = join(import.meta.dirname, '..');
const files = globSync('src/**/*.{ts,js}', { cwd: root }).sort();
const source = new Map(files.map(file => [file, readFileSync(join(root, file), 'utf8')]));

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
  lazy: boolean;
}

const imports: Import[] = [...source].flatMap(([from, text]) =>
  [...text.matchAll(/(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'"();]*?from\s+'([^']+)'|import\('([^']+)'\)/g)].map(match => {
    const spec = match[2] ?? match[3] ?? '';
    const to = spec.startsWith('.') ? normalize(join(dirname(from), spec)) : spec;
    return { from, to, typeOnly: match[1] !== undefined, lazy: match[3] !== undefined };
  }),
);

/** `src/lint/rules/x.ts` → `lint`; `src/outside/node/x.ts` → `outside/node`; `src/main.ts` → `main`. */
function roomOf(file: string): string {
  const [, first = '', second] = file.split('/');
  if (second === undefined) return first.replace(/\.(ts|js)$/, '');
  if (first === 'outside') return second === 'node' ? 'outside/node' : 'outside';
  if (first === 'store') return second.includes('.') ? 'store' : `store/${second}`;
  return first;
}

/** What each room may import besides itself. `name:types` allows types alone. */
const law: Record<string, readonly string[]> = {
  exit: [],
  errors: ['exit'],
  events: ['errors', 'store:types'],
  links: ['errors'],
  mail: ['links', 'errors'],
  lint: ['links', 'mail', 'config:types', 'errors'],
  config: ['errors', 'outside:types'],
  outside: ['aws:types', 'store:types', 'events:types', 'errors:types'],
  'outside/node': ['outside', 'aws', 'store', 'store/sqlite', 'sandbox', 'errors'],
  aws: ['errors'],
  observe: ['aws', 'outside:types', 'errors'],
  cert: ['observe', 'aws', 'links', 'config:types', 'outside:types', 'errors'],
  setup: ['observe', 'aws', 'links', 'config:types', 'outside:types', 'errors'],
  doctor: ['observe', 'cert', 'setup', 'aws', 'events', 'config:types', 'outside:types', 'errors'],
  store: ['events:types', 'errors'],
  'store/sqlite': ['store', 'events', 'errors'],
  servers: ['events', 'links', 'store', 'outside:types', 'errors'],
  views: ['*:types', 'errors'],
  cli: ['errors', 'exit', 'config', 'views', 'outside:types', 'setup:types', 'commands:types'],
  commands: [
    'cli',
    'config',
    'cert',
    'lint',
    'events',
    'links',
    'mail',
    'setup',
    'doctor',
    'observe',
    'servers',
    'views',
    'store:types',
    'aws',
    'outside:types',
    'errors',
    'exit',
  ],
  sandbox: ['links', 'mail', 'events', 'errors', 'outside:types'],
  main: ['run', 'cli', 'exit'],
  run: ['*'],
  thread: ['outside/node', 'commands'],
  index: ['lint', 'links', 'events'],
};

const isAllowed = ({ from, to, typeOnly }: Import): boolean => {
  const room = roomOf(from);
  const target = roomOf(to);
  if (room === target) return true;
  const allowed = law[room] ?? [];
  return allowed.includes('*') || allowed.includes(target) || (typeOnly && (allowed.includes(`${target}:types`) || allowed.includes('*:types')));
};

describe('direction', () => {
  const inner = imports.filter(({ to }) => to.startsWith('src/'));

  test('every room is in the law', () => {
    expect([...new Set(files.map(roomOf))].filter(room => law[room] === undefined)).toEqual([]);
  });

  test('no file imports what its room may not', () => {
    expect(inner.filter(each => !isAllowed(each)).map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('outside/node takes aws, stores and the sandbox only when they are asked for', () => {
    const heavy = /^src\/(aws|store\/sqlite|sandbox)\//;
    const eager = inner.filter(each => roomOf(each.from) === 'outside/node' && heavy.test(each.to) && !each.typeOnly && !each.lazy);
    expect(eager.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('nothing imports in a circle', () => {
    const next = new Map<string, string[]>();
    for (const { from, to, typeOnly, lazy } of inner) if (!typeOnly && !lazy) next.set(from, [...(next.get(from) ?? []), to]);
    const circles: string[] = [];
    const done = new Set<string>();
    const walk = (file: string, trail: string[]): void => {
      if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      else if (!done.has(file)) {
        for (const each of next.get(file) ?? []) walk(each, [...trail, file]);
        done.add(file);
      }
    };
    for (const file of files) walk(file, []);
    expect(circles).toEqual([]);
  });

  test.each([
    ['commander', 'src/cli/usage.ts'],
    ['ora', 'src/cli/progress.ts'],
    ['chalk', 'src/cli/paint.ts'],
    ['node:sqlite', 'src/store/sqlite/'],
    ['valibot', 'src/config/'],
    ['dns-packet', 'src/sandbox/'],
    ['yaml', 'src/config/'],
    ['@aws-sdk/', 'src/(aws|observe|setup|sandbox|commands)/'],
  ])('%s is imported only under %s', (name, where) => {
    const importers = imports.filter(({ to }) => to === name || (name.endsWith('/') && to.startsWith(name))).map(({ from }) => from);
    expect(importers.filter(file => !new RegExp(`^${where}`).test(file))).toEqual([]);
  });

  test('commands, views and servers never see the SDK itself, only types of it', () => {
    const seen = imports.filter(
      each => /^src\/(commands|views|servers)\//.test(each.from) && each.to.startsWith('@aws-sdk/') && !each.typeOnly && !each.lazy,
    );
    expect(seen.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });
});

describe('manners', () => {
  const outsideHands = /^src\/(main\.ts|cli\/|outside\/node\/)/;
  const code = (text: string): string =>
    text
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/(^|[^:'"`])\/\/.*$/gm, '$1')
      .replace(/'(?:[^'\\\n]|\\.)*'/g, "''");

  test('the world is reached only from main, cli and outside/node', () => {
    const reach = /\bprocess\.|\bconsole\.|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bset(?:Timeout|Interval)\(|\brandomUUID\(|\brandomBytes\(/;
    expect([...source].filter(([file, text]) => !outsideHands.test(file) && reach.test(code(text))).map(([file]) => file)).toEqual([]);
  });

  test('nothing calls process.exit', () => {
    expect([...source].filter(([, text]) => /process\.exit\(/.test(code(text))).map(([file]) => file)).toEqual([]);
  });

  test('every file says in its first line what it is for', () => {
    expect(
      [...source].filter(([, text]) => !/^\/\*\* .{10,}[.?!:] ?(\*\/)?|^\/\*\* .{20,}/.test(text.split('\n')[0] ?? '')).map(([file]) => file),
    ).toEqual([]);
  });

  test('no source file is longer than 300 lines, tables aside', () => {
    const tables: string[] = [];
    expect(
      [...source]
        .filter(([file, text]) => text.split('\n').length > 301 && !tables.includes(file))
        .map(([file, text]) => `${file}: ${text.split('\n').length}`),
    ).toEqual([]);
  });

  test('no file is named for nothing in particular', () => {
    expect(files.filter(file => /\/(utils?|helpers?|common|manager|service|base)(\/|\.ts$)/.test(file))).toEqual([]);
  });
});

describe('pairs', () => {
  const page = (path: string): string => readFileSync(join(root, 'docs', path), 'utf8');

  test('every code of trouble has a heading in docs/errors.md, and no heading is left over', () => {
    const headings = [...page('errors.md').matchAll(/^## `?([a-z-]+\.[a-z-]+|interrupted)`?$/gm)].map(match => match[1] ?? '');
    expect(headings.sort()).toEqual(Object.keys(troubles).sort());
  });

  test.each(verbs.map(verb => [verb.name, verb] as const))('%s: its words in the help are its own, and it has a page', async (name, verb) => {
    const spec = await verb.load();
    expect({ name: spec.name, summary: spec.summary }).toEqual({ name, summary: verb.summary });
    expect(page(`commands/${name}.md`)).toContain(`# \`${name}\``);
    for (const flag of Object.keys(spec.flags))
      expect(page(`commands/${name}.md`)).toContain(`--${flag.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`);
  });

  test('docs/architecture.md holds the map that the first lines make (npm run map writes it)', () => {
    expect(heldMap()).toBe(map());
  });
});

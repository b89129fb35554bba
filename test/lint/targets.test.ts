/** Which files are linted for what stands on the command line, and under which name. */
import { expect, test } from 'vitest';
import { endings, targets } from '../../src/lint/targets.ts';

const tree: Readonly<Record<string, readonly string[]>> = {
  mails: [
    'a.html',
    'data.json',
    'DATA.JSON',
    'read.me',
    'x.blade.php',
    'X.Blade.PHP',
    'x.php',
    'Y.HTM',
    '.html',
    'html',
    'a.json.html',
    'xblade.php',
    'x.blade.php.bak',
  ],
  bare: ['read.me'],
};
/** A disk with these folders and files; what is asked for otherwise is a glob for what ends in it. */
const disk = (files: readonly string[], looked: string[] = []) => ({
  kind: (path: string) => (path in tree ? ('folder' as const) : files.includes(path) ? ('file' as const) : undefined),
  walk: async (folder: string, isWanted: (name: string) => boolean) =>
    (function* () {
      for (const name of tree[folder] ?? [])
        if (isWanted(name)) {
          looked.push(name);
          yield `${folder}/${name}`;
        }
    })(),
  glob: async ([pattern = '']: readonly string[]) => files.filter(file => !file.startsWith('.') && file.endsWith(pattern.slice(1))),
});
const told = async (asked: readonly string[], files: readonly string[], isIgnored?: (file: string) => boolean) => {
  const chosen = await targets(disk(files), '/ops/mail', asked, isIgnored);
  const all = chosen.files === undefined ? undefined : [...chosen.files].map(({ file, isFound }) => (isFound ? `${file} found` : file));
  return { all, unmatched: chosen.unmatched };
};

test('a folder is searched for the endings of templates, in any case; its JSON is found, not named', async () => {
  expect(await told(['mails'], [])).toEqual({
    all: [
      ...['mails/a.html', 'mails/data.json found', 'mails/DATA.JSON found', 'mails/x.blade.php', 'mails/X.Blade.PHP', 'mails/Y.HTM'],
      'mails/a.json.html',
    ],
    unmatched: [],
  });
  for (const ending of endings) expect(ending).toMatch(/^[a-z0-9.]+$/);
});

test('JSON that is named is linted, in a folder that is asked for too, before or behind it', async () => {
  const json = async (...asked: string[]) => (await told(asked, ['mails/data.json'])).all?.filter(file => file.includes('data'));
  expect(await json('mails')).toEqual(['mails/data.json found']);
  expect(await json('mails', 'mails/data.json')).toEqual(['mails/data.json']);
  expect(await json('mails/data.json', 'mails')).toEqual(['mails/data.json']);
  expect(await json('*.json')).toEqual(['mails/data.json']);
});

test('a file is called by its path from the working folder; one outside that was named absolutely, as it was named', async () => {
  const files = ['/ops/mail/a.html', './b//c.html', '.././d.html', '/dev/fd/63', '/ops/mail..html', '..e.html'];
  expect((await told(files, files)).all).toEqual(['a.html', 'b/c.html', '../d.html', '/dev/fd/63', '/ops/mail..html', '..e.html']);
});

test('each file is linted once, however often and by whatever name it is asked for', async () => {
  expect((await told(['a.html', './a.html', '*.html', 'a.html'], ['a.html', './a.html', 'b.html'])).all).toEqual(['a.html', 'b.html']);
  expect((await told(['mails', 'mails'], [])).all?.length).toBe(7);
});

test('what is ignored is not linted, named or not; where nothing else is asked for there is nothing to lint', async () => {
  const isHtml = (file: string): boolean => file.endsWith('.html');
  expect(await told(['a.html', 'b.hbs', 'mails'], ['a.html', 'b.hbs'], file => isHtml(file) || file.startsWith('mails/'))).toEqual({
    all: ['b.hbs'],
    unmatched: [],
  });
  expect(await told(['a.html'], ['a.html'], isHtml)).toEqual({ all: undefined, unmatched: [] });
});

test('what matches nothing is told, the rest is linted', async () => {
  expect(await told(['no.html', 'a.html', 'bare', '*.liquid'], ['a.html'])).toEqual({ all: ['a.html'], unmatched: ['no.html', 'bare', '*.liquid'] });
  expect(await told([], [])).toEqual({ all: undefined, unmatched: [] });
});

test('a folder is walked as its files are linted, not before', async () => {
  const looked: string[] = [];
  const { files } = await targets(disk([], looked), '/ops/mail', ['mails']);
  expect(looked).toEqual(['a.html']);
  for (const { file } of files ?? []) expect(file).toBe(`mails/${looked.at(-1)}`);
  expect(looked.length).toBe(7);
});

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { glob } from 'tinyglobby';
import { expect, test } from 'vitest';
import { nodeFiles } from '../../src/outside/node/files.ts';
import { lockedOut } from '../locked-out.ts';

/** A folder with these files, each holding its own name, and links: from where to where. */
async function inTree<T>(names: readonly string[], links: Readonly<Record<string, string>>, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'ses-track-test-'));
  try {
    for (const name of names) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), name);
    }
    for (const [from, to] of Object.entries(links)) await symlink(join(folder, to), join(folder, from));
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const walked = async (cwd: string, folder: string): Promise<string[]> => [...(await nodeFiles(cwd).walk(folder, isHtml))];
const isHtml = (name: string): boolean => name.endsWith('.html');
const tree = [
  ...['mails/b.html', 'mails/a/c.html', 'mails/a-b.html', 'mails/a.html', 'mails/a/b/d.html', 'mails/ä.html', 'mails/Z.html', 'mails/x.html/y.html'],
  ...['mails/a.txt', 'mails/.hidden.html', 'mails/.git/x.html', 'mails/node_modules/x.html', 'mails/a/node_modules/x/y.html', 'other/z.html'],
];

test('a folder is walked in the order of the paths; hidden names and node_modules are left out, as a glob leaves them out', () =>
  inTree(tree, {}, async folder => {
    const found = await walked(folder, 'mails');
    expect(found).toEqual([
      ...[
        'mails/Z.html',
        'mails/a-b.html',
        'mails/a.html',
        'mails/a/b/d.html',
        'mails/a/c.html',
        'mails/b.html',
        'mails/x.html/y.html',
        'mails/ä.html',
      ],
    ]);
    expect(found).toEqual((await glob('mails/**/*.html', { cwd: folder, ignore: ['**/node_modules/**'] })).sort());
  }));

test('paths count from the working folder, however the folder is named', () =>
  inTree(['mails/a/b.html'], {}, async folder => {
    expect(await walked(folder, './mails//a/')).toEqual(['mails/a/b.html']);
    expect(await walked(folder, join(folder, 'mails'))).toEqual(['mails/a/b.html']);
    expect(await walked(join(folder, 'mails'), '.')).toEqual(['a/b.html']);
    expect(await walked(join(folder, 'mails/a'), '../../mails')).toEqual(['../a/b.html']);
  }));

test('links are followed, but not back to a folder they stand in, by one link or by two', () => {
  const links = {
    'mails/file.html': 'other/z.html',
    'mails/folder': 'other',
    'mails/up': 'mails',
    'mails/deep/top': 'mails',
    'mails/broken.html': 'nothing.html',
    'mails/one': 'other/two',
    'other/two/back': 'mails',
    'other/self': 'other/self',
  };
  return inTree(['mails/a.html', 'mails/deep/c.html', 'other/z.html', 'other/two/b.html'], links, async folder => {
    expect(await walked(folder, 'mails')).toEqual([
      ...['mails/a.html', 'mails/deep/c.html', 'mails/file.html', 'mails/folder/two/b.html', 'mails/folder/z.html', 'mails/one/b.html'],
    ]);
  });
});

test('a folder is read when the walk comes to it, so that the names of many files are never all held', () =>
  inTree(['mails/a.html', 'mails/b/c.html'], {}, async folder => {
    const found: string[] = [];
    for (const file of await nodeFiles(folder).walk('mails', isHtml)) {
      if (found.length === 0) await writeFile(join(folder, 'mails/b/d.html'), '');
      found.push(file);
    }
    expect(found).toEqual(['mails/a.html', 'mails/b/c.html', 'mails/b/d.html']);
  }));

test('a folder that is gone is handed on, and so is one inside that may not be read: reading it says why', () =>
  inTree(['mails/a.html', 'mails/secret/b.html', 'mails/z.html'], {}, async folder => {
    expect(await walked(folder, 'b')).toEqual(['b']);
    expect(await walked(join(folder, 'b'), '.')).toEqual(['.']);
    expect(() => nodeFiles(folder).readNow('b')).toThrow('cannot read b: no such file or folder');
    await lockedOut(folder, ['mails/secret'], async () => {
      expect(await walked(folder, 'mails')).toEqual(['mails/a.html', 'mails/secret', 'mails/z.html']);
      expect(() => nodeFiles(folder).readNow('mails/secret')).toThrow('cannot read mails/secret: permission denied');
    });
  }));

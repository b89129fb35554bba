/** Every check has its page and the reverse, and says of itself what the doctor needs. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harms } from '../../src/doctor/check.ts';
import { checks } from '../../src/doctor/checks/index.ts';
import { pages } from '../../src/doctor/pages.ts';

const root = join(import.meta.dirname, '../..');
const ids = checks.map(({ id }) => id);

test('every check has a file and a page of its id, and no file is left over', () => {
  const names = (pattern: string) => globSync(pattern, { cwd: root }).map(file => /([^/]+)\.\w+$/.exec(file)?.[1] ?? '');
  expect([...new Set(ids)]).toEqual(ids);
  const files = names('src/doctor/checks/*.ts').filter(name => name !== 'index');
  expect(files.filter(name => !ids.includes(name))).toEqual([]);
  expect(ids.filter(id => pages[id] !== readFileSync(join(root, `docs/checks/${id}.md`), 'utf8'))).toEqual([]);
  expect(names('docs/checks/*.md').sort()).toEqual(Object.keys(pages).sort());
});

test('a check is explained only by checks that are there', () => {
  expect(checks.flatMap(({ id, after = [] }) => after.filter(each => !ids.includes(each)).map(each => `${id} after ${each}`))).toEqual([]);
});

test('a page says its hop and every IAM action', () => {
  // Drift reads what setup reads, which is said once, there.
  const lacking = checks.flatMap(({ id, hop, iam: all }) => {
    const iam = id === 'drift' ? [] : all;
    const head = (pages[id] ?? '').split('\n').slice(0, 4).join('\n');
    return [`# \`${id}\``, `Hop: ${hop}`, ...iam.map(action => `\`${action}\``)].filter(each => !head.includes(each)).map(each => `${id}: ${each}`);
  });
  expect(lacking).toEqual([]);
});

test('a page says who is hurt as the check does, which is what puts problems in order', () => {
  const words = {
    clicks: /links (break|are changed|do not work)/,
    sends: /mail is not sent/,
    events: /events (are lost|wait|go elsewhere)/,
    soon: /soon|will be lost/,
    advice: /advice|only not as it should be/,
  };
  const files = globSync('src/doctor/checks/*.ts', { cwd: root }).filter(file => !file.endsWith('/index.ts'));
  const differing = files.flatMap(file => {
    const source = readFileSync(join(root, file), 'utf8');
    const page = /Harm: (.*?)(?: · |$)/m.exec(pages[/([^/]+)\.ts$/.exec(file)?.[1] ?? ''] ?? '')?.[1] ?? '';
    const [told, meant] = [harms.filter(harm => source.includes(`'${harm}'`)), harms.filter(harm => words[harm].test(page))];
    return told.join() === meant.join() ? [] : [`${file}: ${told.join(' ')}; its page: ${page}`];
  });
  expect(differing).toEqual([]);
});

test('the page of the command lists every check under its hop', () => {
  const page = readFileSync(join(root, 'docs/commands/doctor.md'), 'utf8');
  const listed = [...page.matchAll(/^- (\w+): (.*)$/gm)].flatMap(([, hop, row = '']) =>
    [...row.matchAll(/\[([\w-]+)\]\(\.\.\/checks\/\1\.md\)/g)].map(match => `${hop} ${match[1]}`),
  );
  expect(listed.sort()).toEqual(checks.map(({ hop, id }) => `${hop} ${id}`).sort());
});

/** The library as another program uses it: the example of its page, from the built package. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applyFixes, lint } from '../../src/index.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/library.md'), 'utf8');
const fence = (kind: string): string => new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? '';

test('the example of its page says what the page says', () => {
  // Inside the package its own name leads to what is published.
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', fence('js')], { cwd: root, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toBe(fence('text'));
});

test('bytes and text give the same report', async () => {
  const html = '\ufeff<p>é</p><a href="https://www.example.com/é b">x</a>';
  expect(await lint(Buffer.from(html), { name: 'a.html' })).toEqual(await lint(html, { name: 'a.html' }));
});

test('fixes apply to the bytes they were made for', async () => {
  const bytes = Buffer.from('<p>é</p><a href="https://www.example.com/a b">x</a>');
  const { fixes } = await lint(bytes);
  expect(applyFixes(bytes, fixes).toString()).toBe('<p>é</p><a href="https://www.example.com/a%20b">x</a>');
});

test('it never throws for what the input holds, and refuses a rule that there is not', async () => {
  expect((await lint(Buffer.from([0, 0, 0, 1]))).unlintable).toContain('binary');
  expect((await lint('{"a":', { name: 'a.json' })).unlintable).toContain('not JSON');
  expect((await lint('\ud800<a href="https://www.example.com/\udc00">')).findings[0]?.rule).toBe('not-rfc3986');
  await expect(lint('', { rules: { 'no-such-rule': 'error' } })).rejects.toMatchObject({ code: 'config.invalid' });
  await expect(lint('', { language: 'toString' as 'html' })).rejects.toMatchObject({ code: 'config.invalid' });
});

test('a level for a rule outranks the preset', async () => {
  const secret = '<a href="https://www.example.com/reset-password?token=4711">x</a>';
  const level = async (options: Parameters<typeof lint>[1]) =>
    (await lint(secret, options)).findings.find(({ rule }) => rule === 'tracked-secret')?.level;
  expect([
    await level({}),
    await level({ preset: 'strict' }),
    await level({ preset: 'minimal' }),
    await level({ rules: { 'tracked-secret': 'error' } }),
  ]).toEqual(['info', 'warning', undefined, 'error']);
});

test('what one document taught it says nothing of the next, in another language', async () => {
  const encoded = '<a href="https://www.example.com/?a={{encodeURIComponent name}}">x</a>';
  const odd = '<a href="https://www.example.com/{{a}}é">x</a>';
  const said = async (html: string, language: 'ses' | 'handlebars' | 'none') =>
    (await lint(html, { language })).findings.map(({ rule, offset }) => `${rule} ${offset}`);
  for (const _ of ['first', 'again']) {
    expect(await said(encoded, 'ses')).toEqual(['unencoded-variable 36']);
    expect(await said(encoded, 'handlebars')).toEqual([]);
    expect(await said(odd, 'none')).toEqual(['not-rfc3986 33']);
    expect(await said(odd, 'handlebars')).toEqual(['unencoded-variable 33', 'not-rfc3986 38']);
  }
});

/** The page of each rule: what it calls bad triggers the rule, what it calls good does not, and its head is true. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pages } from '../../../src/lint/pages.ts';
import { rules } from '../../../src/lint/rules/index.ts';
import { languages } from '../../../src/lint/templates/registry.ts';
import { lintText } from '../plain.ts';

const folder = join(import.meta.dirname, '../../../docs/rules');

/** What follows `html bad` and `html good` says how the fence is read. */
const readings: Record<string, { name: string; language?: 'ses'; data?: unknown }> = {
  '': { name: 'page.html' },
  ses: { name: 'page.html', language: 'ses' },
  mjml: { name: 'page.mjml' },
  eml: { name: 'page.eml' },
  data: { name: 'page.html', data: {} },
};

/** `… 103 KB of text …` and `… 251 links …` stand for what no page can hold. */
function expand(text: string): string {
  return text
    .replace(/… (\d+) KB of (?:text|letters) …/g, (_, kilobytes) => 'x'.repeat(Number(kilobytes) * 1024))
    .replace(/… (\d+) links …/g, (_, count) =>
      Array.from({ length: Number(count) }, (_each, index) => `<a href="https://www.example.com/${index}">x</a>`).join('\n'),
    );
}

test('every rule has a page, and every page is a rule', () => {
  expect(Object.keys(pages).sort()).toEqual(rules.map(({ id }) => id).sort());
});

describe.each(rules.map(rule => [rule.id, rule] as const))('%s', (id, rule) => {
  const page = readFileSync(join(folder, `${id}.md`), 'utf8');
  const fences = [...page.matchAll(/```html (bad|good) ?(\w*)\n([\s\S]*?)\n```/g)].map(([, kind = '', reading = '', text = '']) => ({
    kind,
    reading,
    text,
  }));

  test('its page says its level, its evidence, what to do and where that is from', () => {
    expect(page.startsWith(`# \`${id}\`\n\nLevel: ${rule.level} · Evidence: ${rule.evidence}\n`)).toBe(true);
    expect(page).toContain('## What to do\n');
    expect(page).toContain('## Source\n');
    expect(pages[id]).toBe(page);
  });

  test('it shows what is bad and what is good', () => {
    expect(new Set(fences.map(({ kind }) => kind))).toEqual(new Set(['bad', 'good']));
  });

  test.each(fences)('$kind: $text', async ({ kind, reading, text }) => {
    const how = readings[reading];
    if (how === undefined) throw new Error(`a fence is read as ${reading}, which is nothing`);
    const { report } = await lintText(how.name, expand(text), how.data, how.language);
    const found = report.findings.filter(each => each.rule === id);
    expect(report.unlintable).toBe(undefined);
    if (kind === 'bad') expect(found.map(({ level }) => level)).toContain(rule.level);
    else
      expect(report.findings.filter(({ rule: said, level }) => (said === id ? level === rule.level || level === 'error' : level !== 'info'))).toEqual(
        [],
      );
  });
});

test.each([
  ['handlebars', 'name'],
  ['liquid', 'name'],
  ['jinja', 'name'],
  ['django', 'name'],
  ['twig', 'name'],
  ['erb', 'name'],
  ['ejs', 'name'],
  ['blade', '$name'],
  ['razor', 'name'],
] as const)('unencoded-variable names the encoder of %s as the linter does', (id, expression) => {
  const encoder = languages[id].encode(expression) ?? '';
  expect(pages['unencoded-variable']?.replaceAll('\\|', '|')).toContain(`\`${encoder}\``);
});

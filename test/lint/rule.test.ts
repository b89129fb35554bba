/** What a rule waits for (`when`) spares time and hides nothing: asked of every document, all rules say the same. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rule } from '../../src/lint/rule.ts';
import { rules } from '../../src/lint/rules/index.ts';
import { lintSource } from '../../src/lint/run.ts';
import type { LevelOf } from '../../src/lint/settings.ts';
import { readSource } from '../../src/lint/source/read.ts';
import { hasCorpus, read, skipped, templates } from '../corpus.ts';
import { isLong, onlyLong } from '../long.ts';

const always = rules.map(({ when: _, ...rule }): Rule => rule);
/** No rule is off. */
const levelOf: LevelOf = (rule, reported) => reported ?? (rule.level === 'off' ? 'warning' : rule.level);

function said(asked: readonly Rule[], name: string, bytes: Buffer) {
  const source = readSource(name, bytes);
  return typeof source === 'string' ? source : lintSource(source, { rules: asked, levelOf });
}
const agrees = (name: string, bytes: Buffer): void => void expect(said(rules, name, bytes), name).toEqual(said(always, name, bytes));

describe('what a rule waits for hides no finding', () => {
  test('in the edge cases of every rule', () => {
    for (const file of globSync(['corpus/*/*', 'silent/*'], { cwd: import.meta.dirname }))
      if (!file.endsWith('.golden')) agrees(basename(file), readFileSync(join(import.meta.dirname, file)));
  });

  test('in whatever is put together of their pieces', () => {
    const address = fc.constantFrom(
      ...[
        '',
        '#',
        '#top',
        'https://x.example/',
        'https://x.example/?a=%2520',
        'https://u:p@x.example/',
        'HTTP://x.example:80/a?b&amp;c#d',
        'http://',
      ],
      ...['//x.example', 'x.example/p', 'mailto:a@b.example', 'javascript:x', ' https://x.example/', 'https://x.example/a b', '{{url}}'],
      ...[
        'https://x.example/{{name}}?to={{mail}}',
        '{{amazonSESUnsubscribeUrl}}',
        'https://x.example/reset-password?token=1',
        `https://x/${'y'.repeat(9000)}`,
      ],
    );
    const quote = fc.constantFrom('"', "'", '');
    const extra = fc.constantFrom(
      ...['', '', ' ses:no-track', ' ses:no-track="false"', ' ses:tags="a"', ' ses:custom-path="a b"', ' ses-no-track', ' data-ses-notrack'],
      ...[' clicktracking=off', ' data-pm-no-track', ' href="https://y.example/"', ' class=a style="color:red"', ' alt=x'],
    );
    const tag = fc.constantFrom('a', 'a', 'a', 'area', 'form', 'v:rect', 'mj-button', 'td', 'mj-navbar-link');
    const link = fc
      .tuple(tag, extra, quote, address, extra)
      .map(([name, before, mark, url, behind]) => `<${name}${before} href=${mark}${url}${mark}${behind}>`);
    const piece = fc.constantFrom(
      ...['</a>', 'text https://z.example/ ', '<!--[if mso]>', '<![endif]-->', '<template>', '</template>', '<svg>', '</svg>', '{{ses:openTracker}}'],
      ...[
        '<form action="https://x.example/">',
        '<div ses:no-track>',
        '<mjml>',
        '<!-- ses-track-ignore-next -->',
        '{{! ses-track-ignore }}',
        '{{#if a}}',
      ],
    );
    const name = fc.constantFrom('x.html', 'x.hbs', 'x.liquid', 'x.mjml', 'x.erb');
    fc.assert(
      fc.property(name, fc.array(fc.oneof({ weight: 2, arbitrary: link }, piece), { maxLength: 8 }), (file, pieces) =>
        agrees(file, Buffer.from(pieces.join(''))),
      ),
      { numRuns: isLong ? 20_000 : 300 },
    );
  });

  test.runIf(isLong && hasCorpus)(`in real templates${onlyLong || skipped}`, () => {
    for (const { file } of templates()) agrees(file, read(file));
  });
});

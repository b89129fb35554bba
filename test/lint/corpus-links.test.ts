/** Every link of every expected file, found at its offset with its verdict. */
import { describe, expect, test } from 'vitest';
import { lintWith } from '../../src/lint/lint.ts';
import { lintSource } from '../../src/lint/run.ts';
import { levels } from '../../src/lint/settings.ts';
import { readSource } from '../../src/lint/source/read.ts';
import type { LanguageId } from '../../src/lint/templates/language.ts';
import { hasCorpus, lines, read, skipped, someTemplates, templates } from '../corpus.ts';
import { isLong } from '../long.ts';

interface Expected {
  raw: string;
  value?: string;
  tag?: string;
  value_at: [line: number, column: number];
  utf16: number;
  expected: 'trackable' | 'untrackable' | 'depends';
}

const verdicts = { trackable: 'tracked', untrackable: 'untracked', depends: 'depends' } as const;

const linked = (file: string, language?: LanguageId): string[] => {
  const source = readSource(file, read(file), { language });
  if (typeof source === 'string') return [source];
  return lintSource(source, { rules: [], levelOf: levels({}), listLinks: true }).links.map(
    ({ offset, line, column, element, raw, url, verdict }) => `${offset} ${line}:${column} ${element} ${verdict} ${raw} ${url === raw ? '' : url}`,
  );
};

describe.skipIf(!hasCorpus)(`the corpus${skipped}`, () => {
  // Where the linter decides otherwise than the corpus, the link and the reason stand here. There is none.
  for (const how of ['guessed', 'given'] as const)
    test(`every link of the templates is found at its offset with its verdict, the language ${how}`, () => {
      let seen = 0;
      for (const { file, expected_file, lang } of how === 'given' ? someTemplates() : templates()) {
        const { links } = JSON.parse(read(expected_file).toString()) as { links: Expected[] };
        const wanted = links.map(
          ({ raw, value, tag = 'a', value_at: [line, column], utf16, expected }) =>
            `${utf16} ${line}:${column} ${tag} ${verdicts[expected]} ${raw} ${value ?? ''}`,
        );
        expect(linked(file, how === 'given' && lang !== 'ses-json' ? (lang as LanguageId) : undefined), file).toEqual(wanted);
        seen += wanted.length;
      }
      expect(seen).toBeGreaterThan(how === 'given' && !isLong ? 500 : 2800);
    });

  test('the single-link cases agree in verdict', async () => {
    interface Case {
      id: string;
      html: string;
      expected: keyof typeof verdicts;
      focus?: number;
      lang?: LanguageId;
      media?: string;
      oracle: { value: string | null };
    }
    for (const { id, html, expected, focus = 1, lang, media, oracle } of lines<Case>('single-link-cases.jsonl')) {
      for (const language of lang === undefined ? [undefined] : [lang, undefined]) {
        const { links } = await lintWith([], html, { name: media === undefined ? 'case.html' : 'case.eml', language });
        const link = links[focus - 1];
        // What is no link has no verdict; SES leaves it as it is.
        expect(`${id} ${link?.verdict ?? 'untracked'}`).toBe(`${id} ${verdicts[expected]}`);
        if (link !== undefined && oracle.value !== null) expect(link.url).toBe(oracle.value);
      }
    }
  });
});

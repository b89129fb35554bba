/** Findings over the corpus of real templates: every seeded fault, no false alarm, and the levels of the tricky single links. */
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/lint/finding.ts';
import type { LanguageId } from '../../src/lint/templates/language.ts';
import { hasCorpus, lines, read, skipped, templates } from '../corpus.ts';
import { lintText } from './plain.ts';

interface SingleLink {
  id: string;
  html: string;
  expected: 'trackable' | 'untrackable' | 'depends';
  lint: 'silent' | 'info' | 'warn' | 'error';
  lang?: LanguageId;
  media?: string;
  focus?: number;
  oracle: { rfc3986: string };
}

interface Expected {
  defaults: object;
  links: { raw: string; utf16: number; rfc3986: string; expected: string }[];
}

const verdicts = { trackable: 'tracked', untrackable: 'untracked', depends: 'depends' };
const grades = ['none', 'info', 'warning', 'error'];
/** Advice that is true of a link that is tracked all the same. */
const advice = new Set(['user-info', 'double-encoded']);

describe.skipIf(!hasCorpus)(`the corpus${skipped}`, () => {
  test('the single links agree in verdict and level', async () => {
    const differences: string[] = [];
    for (const each of lines<SingleLink>('single-link-cases.jsonl')) {
      const { report } = await lintText(each.media === undefined ? 'case.html' : 'case.eml', each.html, undefined, each.lang);
      const link = report.links[(each.focus ?? 1) - 1];
      const isNoLink = link === undefined && each.oracle.rfc3986 === 'not-a-link';
      if (!isNoLink && link?.verdict !== verdicts[each.expected]) differences.push(`${each.id}: ${link?.verdict}, expected ${each.expected}`);
      const top = grades[Math.max(0, ...report.findings.map(({ level }) => grades.indexOf(level)))];
      const want = { silent: 'none', info: 'info', warn: 'warning', error: 'error' }[each.lint];
      if (top !== want && !(want === 'none' && top === 'info')) differences.push(`${each.id}: ${top}, expected ${each.lint}`);
    }
    expect(differences).toEqual([]);
  });

  test('every seeded fault is reported, and nothing that is tracked is called untracked', async () => {
    const missed: string[] = [];
    const alarms: string[] = [];
    let seeded = 0;
    for (const { file, expected_file } of templates()) {
      const { report } = await lintText(file, read(file));
      const expected = JSON.parse(read(expected_file).toString()) as Expected;
      for (const link of expected.links.map(each => ({ ...expected.defaults, ...each }))) {
        const here = report.findings.filter(({ offset }) => offset >= link.utf16 && offset <= link.utf16 + link.raw.length);
        if (link.rfc3986 === 'invalid' && file.includes('/mutated/')) {
          seeded++;
          if (!here.some(isFault)) missed.push(`${file}: ${link.raw}`);
        }
        if (link.expected === 'trackable')
          for (const { rule, level } of here) if (level !== 'info' && !advice.has(rule)) alarms.push(`${file}: ${link.raw} ${rule}`);
      }
    }
    expect(seeded).toBe(86);
    expect(missed).toEqual([]);
    expect(alarms).toEqual([]);
  }, 60_000);

  test('a real template as it was published gets at most a handful of findings', async () => {
    const many: string[] = [];
    for (const { file } of templates()) {
      if (/\/(?:mutated|limits)\//.test(file)) continue;
      const { report } = await lintText(file, read(file));
      const loud = report.findings.filter(({ level }) => level !== 'info').length;
      if (loud > 10) many.push(`${file}: ${loud}`);
    }
    expect(many).toEqual([]);
  }, 60_000);
});

const isFault = ({ rule, level }: Finding): boolean =>
  (rule === 'not-rfc3986' && level === 'error') || (rule === 'outer-space' && level === 'warning');

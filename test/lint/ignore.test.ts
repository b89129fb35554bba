/** What an ignore comment names and covers, in the comments of every language. */
import { describe, expect, test } from 'vitest';
import { ignoresOf } from '../../src/lint/ignore.ts';

const isRule = (word: string): boolean => ['one-rule', 'two-rule', 'three'].includes(word);
/** What the comment between two `¦` says, and what of the document it covers. */
const ignores = (marked: string) => {
  const [before = '', comment = '', behind = ''] = marked.split('¦');
  const bytes = Buffer.from(before + comment + behind);
  const start = Buffer.byteLength(before);
  return ignoresOf(bytes, [], [{ start, end: start + Buffer.byteLength(comment), kind: 'comment' }], isRule).map(({ covers, rules, unknown }) => ({
    covers: bytes.toString('utf8', ...covers),
    words: [...rules, ...unknown.map(word => `no ${word}`)].join(' '),
  }));
};
const words = (comment: string): string | undefined => ignores(`¦${comment}¦`)[0]?.words;

describe('in comments of', () => {
  test.each([
    ...['<!--@-->', '<#--@-->', '{{!@}}', '{{~!@~}}', '{{!--@--}}', '{{~!--@--~}}', '{{--@--}}', '{{/*@*/}}', '{{- /*@*/ -}}', '{#@#}', '{#-@-#}'],
    ...['{#+@+#}', '{%#@%}', '{%- #@-%}', '{% #@%}', '<%#@%>', '<%#@-%>', '@*@*@', '<?php /*@*/ ?>', '<?php //@?>', '<?php #@?>'],
    ...[
      '{%comment%}@{%endcomment%}',
      '{% comment %}@{% endcomment %}',
      '{%- comment -%}@{%- endcomment -%}',
      '{% comment "a note" %}@{% endcomment %}',
    ],
    ...['{%comment""%}@{%endcomment%}', '{%  comment  "x"  %}@{%  endcomment  %}'],
  ])('%s', form => {
    // Razor's own mark is the one used here.
    const filled = (text: string): string => (form === '@*@*@' ? `@*${text}*@` : form.replace('@', text));
    for (const space of ['', ' ', '\n  ']) {
      expect(words(filled(`${space}ses-track-ignore${space}`))).toBe('');
      expect(words(filled(`${space}ses-track-ignore one-rule${space}`))).toBe('one-rule');
      expect(words(filled(`${space}ses-track-ignore-next one-rule, two-rule -- why${space}`))).toBe('one-rule two-rule');
      expect(words(filled(`${space}ses-track-ignore on-rule${space}`))).toBe('no on-rule');
    }
  });

  test.each(['{{ ses-track-ignore }}', '{{! {{! ses-track-ignore }}', '<!-- x ses-track-ignore -->', '<!-- ses-track-ignor -->'])('not %s', text =>
    expect(words(text)).toBe(undefined),
  );
});

test.each([
  ['one-rule', 'one-rule'],
  ['one-rule,two-rule', 'one-rule two-rule'],
  ['one-rule two-rule three', 'one-rule two-rule three'],
  [' ,one-rule , two-rule,', 'one-rule two-rule'],
  // A word that looks like a rule and is none, unless it stands in a reason.
  ['on-rule', 'no on-rule'],
  ['a-b-c two-rule', 'two-rule no a-b-c'],
  ['one-rule well-known partner', 'one-rule'],
  ['legacy well-known partner', ''],
  ['Well-known partner', ''],
  ['-known partner', ''],
  ['well- known', ''],
  ['x!well-known', ''],
  ['well-known!x', ''],
  ['one-rule legacy two-rule', 'one-rule'],
  // What stands in front of a reason is meant as rules, all of it.
  ['one-rule -- two-rule', 'one-rule'],
  ['one-rule --- two-rule', 'one-rule'],
  ['one-rule: two-rule', 'one-rule'],
  ['one-rule : two-rule', 'one-rule'],
  ['one-rule onerule -- x', 'one-rule no onerule'],
  ['onerule: x', 'no onerule'],
  ['-- one-rule', ''],
  [': one-rule', ''],
  ['legacy a--b one-rule', ''],
  ['one-rule legacy--x -- y', 'one-rule no legacy--x'],
  ['legacy:x one-rule', ''],
  ['onerule-- x', ''],
  ['onerule --x y', ''],
  ['onerule - x', ''],
  ['onerule --- x', 'no onerule'],
])('"%s" names "%s"', (text, expected) => {
  expect(words(`<!-- ses-track-ignore ${text} -->`)).toBe(expected);
  expect(words(`<!-- ses-track-ignore-next ${text} -->`)).toBe(expected);
});

test.each(['-nex', '-nextish', '-next-line', 'd', '-all', 'x-next'])('"ses-track-ignore%s" is no comment that lint knows, and covers nothing', text =>
  expect(ignores(`a¦<!-- ses-track-ignore${text} -->¦`)).toEqual([{ covers: '', words: `no ses-track-ignore${text}` }]),
);

test('what stands behind a comment is no part of it', () =>
  expect(ignores('¦<!--ses-track-ignore one-rule-->¦ two-rule')[0]?.words).toBe('one-rule'));

test.each(['', ' ', ': x', '-- x', '--x', '--'])('"ses-track-ignore%s" is one', text => expect(words(`<!-- ses-track-ignore${text} -->`)).toBe(''));

describe('covers', () => {
  test.each([
    // Its own line, or everything where it stands there alone.
    ['a\nb ¦<!-- ses-track-ignore -->¦ c\nd', 'b <!-- ses-track-ignore --> c\n'],
    ['b ¦<!-- ses-track-ignore -->¦\nd', 'b <!-- ses-track-ignore -->\n'],
    ['¦<!-- ses-track-ignore -->¦ c', '<!-- ses-track-ignore --> c'],
    ['¦<!-- ses-track-ignore -->¦ c\nd\n', '<!-- ses-track-ignore --> c\n'],
    ['\n¦<!-- ses-track-ignore -->¦c\nd', '<!-- ses-track-ignore -->c\n'],
    ['a\n \t¦<!-- ses-track-ignore -->¦ \r\nb', 'a\n \t<!-- ses-track-ignore --> \r\nb'],
    ['¦<!-- ses-track-ignore -->¦', '<!-- ses-track-ignore -->'],
    ['a\n¦<!-- ses-track-ignore -->¦', 'a\n<!-- ses-track-ignore -->'],
    [`${' '.repeat(2000)}x¦<!-- ses-track-ignore -->¦`, `${' '.repeat(2000)}x<!-- ses-track-ignore -->`],
    // The next line that holds something, and the next tag to its end.
    ['a ¦<!-- ses-track-ignore-next -->¦ b\nc\nd', ' b\n'],
    ['¦<!-- ses-track-ignore-next -->¦\n \n\nhttps://a\nd', '\n \n\nhttps://a\n'],
    ['¦<!-- ses-track-ignore-next -->¦\nhttps://a', '\nhttps://a'],
    ['¦<!-- ses-track-ignore-next -->¦', ''],
    ['¦<!-- ses-track-ignore-next -->¦\n\n', '\n\n'],
    ['¦<!-- ses-track-ignore-next -->¦\n<a\nhref\n>x\ny', '\n<a\nhref\n>'],
    ['¦<!-- ses-track-ignore-next -->¦\nb\nc\n<a\nhref>x', '\nb\nc\n<a\nhref>'],
    ['¦<!-- ses-track-ignore-next -->¦\n<a>b</a>\nc', '\n<a>b</a>\n'],
    ['>¦<!-- ses-track-ignore-next -->¦\n<a\nb', '\n<a\n'],
    ['¦<!-- ses-track-ignore-next -->¦\n>\n', '\n>\n'],
    ['¦<!-- ses-track-ignore-next -->¦\nb\nc>', '\nb\n'],
    [`¦<!-- ses-track-ignore-next -->¦${`\n${' '.repeat(600)}`.repeat(2)}\na\nb`, `${`\n${' '.repeat(600)}`.repeat(2)}\na\n`],
  ])('%j: %j', (text, expected) => expect(ignores(text).map(({ covers }) => covers)).toEqual([expected]));
});

test('comments of HTML and of the template count both; other tags and more than a thousand do not', () => {
  const one = '<!-- ses-track-ignore -->';
  const spots = Array.from({ length: 1100 }, (_, at) => [at * one.length, (at + 1) * one.length] as [number, number]);
  const bytes = Buffer.from(one.repeat(1100));
  expect(ignoresOf(bytes, spots, [], isRule).length).toBe(1000);
  expect(ignoresOf(bytes, spots.slice(0, 1), [{ start: one.length, end: 2 * one.length, kind: 'comment' }], isRule).length).toBe(2);
  expect(ignoresOf(bytes, [], [{ start: 0, end: one.length, kind: 'output' }], isRule)).toEqual([]);
});

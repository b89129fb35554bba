import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Delimiter, kinds, tagFinder } from '../../../src/lint/templates/delimiters.ts';
import { isLong } from '../../long.ts';

const delimiters: readonly Delimiter[] = [
  { open: '{{{', close: '}}}', kind: 'control', escape: '\\' },
  { open: '{{', close: '}}', kind: 'output', quotes: '"\'', words: kinds({ comment: '!', control: 'if endif' }), signs: '~-', escape: '\\' },
  { open: '{%', close: '%}', kind: 'control', quotes: '"`', block: { word: 'comment', ends: 'endcomment' } },
  { open: '<%', close: '%>', kind: inner => (inner.startsWith('%') ? undefined : 'output') },
];

/** The same, read one character after another with nothing remembered. */
function plainly(text: string): string[] {
  const tags: string[] = [];
  let quotesCount = true;
  const closeOf = (from: number, close: string, quotes: string): number => {
    for (let at = from; quotesCount && at < text.length; at++) {
      if (text.startsWith(close, at)) return at;
      if (!quotes.includes(text[at] ?? '')) continue;
      const string = /^(.)(?:\\[\s\S]|(?!\1)[^\\\n])*\1/.exec(text.slice(at))?.[0];
      if (string !== undefined) at += string.length - 1;
    }
    const there = text.indexOf(close, from);
    if (there !== -1) quotesCount = false;
    return there;
  };
  const read = (at: number): number => {
    for (const { open, close, quotes = '', words, signs = ' ', kind, escape: backslash, block } of delimiters) {
      if (!text.startsWith(open, at)) continue;
      const inside = at + open.length;
      if (backslash !== undefined && text[at - 1] === backslash) return inside;
      const end = closeOf(inside, close, quotes);
      if (end === -1) continue;
      const inner = text.slice(inside, end);
      const word = /^\w+|^[\s\S]|^$/.exec((signs.includes(inner[0] ?? '?') ? inner.slice(1) : inner).trimStart())?.[0] ?? '';
      const blockEnd = block?.word === word ? text.indexOf(block.ends, end + close.length) : -1;
      const last = block === undefined || blockEnd === -1 ? -1 : text.indexOf(close, blockEnd + block.ends.length);
      const told = last !== -1 ? 'comment' : (words?.get(word) ?? (typeof kind === 'string' ? kind : kind(inner)));
      const behind = (last === -1 ? end : last) + close.length;
      if (told !== undefined) tags.push(`${told} ${text.slice(at, behind)}`);
      return behind;
    }
    return at + 1;
  };
  for (let at = 0; at < text.length; ) at = read(at);
  return tags;
}

const found = (text: string): string[] => {
  const bytes = Buffer.from(text);
  return tagFinder(delimiters)(bytes).map(({ start, end, kind }) => `${kind} ${bytes.toString('utf8', start, end)}`);
};

test.each<[string, string[]]>([
  ['quotes in braces', ['{{', '}}', '{{{', '"', "'", '\\', '\n', ' ']],
  ['tags longer than most', ['{{', '}}', '}}', '"', "'", '\n', 'x'.repeat(58), 'y'.repeat(62)]],
  ['comments over others', ['{% comment %}', '{%', '%}', 'endcomment', '{% endcomment %}', '"', 'x'.repeat(58), '\n']],
  ['words and signs', ['{{', '}}', '~', '-', '!', ' ', '\t', 'if', 'endif', 'id', 'i']],
  ['what is almost a delimiter', ['{', '}', '%', '<', '<%', '%>', '{{', '}}', '{%', '%}', '\\']],
])('tags are those that a reader finds who takes no short way: %s', (_, pieces) => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...pieces), { maxLength: 30, size: 'max' }).map(list => list.join('')),
      text => {
        expect(found(text)).toEqual(plainly(text));
      },
    ),
    { numRuns: isLong ? 20_000 : 500 },
  );
});

test('a block comment that nothing ends hides none of the tags behind it', () => {
  const long = `{% if ${'x'.repeat(100)} %}`;
  expect(found(`{% comment %}${long}{{a}} endcomment`)).toEqual(['control {% comment %}', `control ${long}`, 'output {{a}}']);
});

test('quotes that hid every end of a tag are not believed from there on, or each tag would be searched to the end', () => {
  const x = 'x'.repeat(100);
  expect(found(`{{a "}} {{b '}}' }} {{${x} '}}' }}"`)).toEqual(['output {{a "}}', "output {{b '}}", `output {{${x} '}}`]);
});

test('words that share a place in the memory of words are told apart', () => {
  const words = Array.from({ length: 600 }, (_, i) => `w${100 + i}`);
  const find = tagFinder([{ open: '{{', close: '}}', words: kinds({ control: words.slice(0, 300).join(' ') }), kind: 'output' }]);
  const order = words.slice(0, 300).flatMap((word, i) => [word, words[300 + i] ?? '']);
  const told = find(Buffer.from(order.map(word => `{{${word}}}`).join(''))).map(({ kind }) => kind);
  expect(told).toEqual(order.map((_, i) => (i % 2 === 0 ? 'control' : 'output')));
});

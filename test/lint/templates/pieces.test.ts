import { describe, expect, test } from 'vitest';
import { balancedEnds, merge } from '../../../src/lint/templates/balanced.ts';
import { beginsBranch } from '../../../src/lint/templates/branch.ts';
import { languages } from '../../../src/lint/templates/registry.ts';

describe('the bracket that closes another', () => {
  const end = (text: string) => balancedEnds(Buffer.from(text))(0);
  test.each([
    ['(a[b]{c})d', 9],
    ['(")")', 5],
    ["('\\')')", 7],
    ["(it's\n) that's", 7],
    [`(${'x'.repeat(1000)})`, 1002],
    ['(]', undefined],
  ])('%s', (text, expected) => expect(end(text)).toBe(expected));

  test('is not looked for over more than any tag holds', () => {
    expect(end(`(${'x'.repeat(19_998)})`)).toBe(20_000);
    expect(end(`(${'x'.repeat(19_999)})`)).toBe(undefined);
  });
});

test('of tags that begin together the longer is kept', () => {
  const kept = merge([{ start: 0, end: 2, kind: 'output' }], [{ start: 0, end: 5, kind: 'control' }]);
  expect(kept).toEqual([{ start: 0, end: 5, kind: 'control' }]);
});

test.each([
  ...['{{else}}', '{{~else if b}}', '{{^}}', '{{~^b}}', '{% else %}', '{%- elsif b -%}', '{% elif b %}', '{% when 1 %}', '{% case b %}'],
  ...['<% } else { %>', '@else', '@elseif(b)', '@default', '*|ELSE:|*', '*|ELSEIF:B|*'],
])('%s begins another branch', tag => expect(beginsBranch(tag)).toBe(true));

test.each(['{{#if a}}', '{{elsewhere}}', '{% assign else = 1 %}', '{{/if}}'])('%s begins none', tag => expect(beginsBranch(tag)).toBe(false));

test.each(['IF:A', 'IFNOT:A', 'ELSE:', 'ELSEIF:A', 'END:IF', 'INTERESTED:A', 'RSSITEMS:'])("Mailchimp's *|%s|* prints nothing", inner => {
  expect(languages.mailchimp.tags(Buffer.from(`*|${inner}|*`))).toMatchObject([{ kind: 'control' }]);
});

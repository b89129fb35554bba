import { describe, expect, test } from 'vitest';
import { lintWith } from '../../src/lint/lint.ts';
import type { Rule } from '../../src/lint/rule.ts';

const verdicts: Rule = {
  id: 'verdicts',
  level: 'warning',
  about: 'For tests.',
  evidence: 'undocumented',
  check: ({ links, address, part, report }) => {
    for (const link of links)
      report({
        at: [link.href.valueStart, link.href.valueEnd],
        message: `${part.name}: ${link.verdict} ${address(link).url}`,
        fix: { at: [0, 1], text: 'x' },
      });
  },
};
const linted = async (text: string, data: unknown, options: Parameters<typeof lintWith>[2] = {}) => {
  const { findings, fixes, unlintable } = await lintWith([verdicts], text, { ...options, data });
  expect(fixes).toEqual([]);
  return unlintable === undefined
    ? findings.map(({ rule, level, line, column, message, part }) => `${line}:${column} ${level} ${rule} ${part ?? ''} ${message}`)
    : [unlintable];
};

describe('data put into a template as SES does', () => {
  test('links are judged as they will be sent', async () => {
    expect(await linted('{{#each items}}<a href="https://a/?q={{this.q}}">{{/each}}', { items: [{ q: 'x' }, { q: 'OPPO A33m' }] })).toEqual([
      '1:10 warning verdicts rendered rendered: tracked https://a/?q=x',
      '1:35 warning verdicts rendered rendered: untracked https://a/?q=OPPO A33m',
    ]);
  });

  test('nothing is escaped for HTML: what the data holds stands in the mail as it is, a quote too', async () => {
    expect(await linted('<a href="https://a/?{{q}}"><a href="https://a/?{{{q}}}">', { q: "a='1'&b=2" })).toEqual([
      "1:10 warning verdicts rendered rendered: tracked https://a/?a='1'&b=2",
      "1:41 warning verdicts rendered rendered: tracked https://a/?a='1'&b=2",
    ]);
    expect(await linted('{{{link}}} {{link}} <a href="https://a/{{q}}">', { link: '<a href="https://b/">', q: 'x" y' })).toEqual([
      '1:10 warning verdicts rendered rendered: tracked https://b/',
      '1:32 warning verdicts rendered rendered: tracked https://b/',
      '1:54 warning verdicts rendered rendered: tracked https://a/x',
    ]);
  });

  test.each<[string, unknown, string]>([
    [
      'Hi\n <b>{{name}}',
      {},
      '2:7 error rendering-failure  the data has no "name": Rendering Failure, and nothing is sent. Add it to the data, or put {{#if name}} around it',
    ],
    [
      '{{ses:openTracker}}é {{user.name}}',
      { user: {} },
      '1:24 error rendering-failure  the data has no "name": Rendering Failure, and nothing is sent. Add it to the data, or put {{#if name}} around it',
    ],
    [
      '{{#if a}}\nx',
      { a: 1 },
      '2:1 error rendering-failure  SES cannot render this template (it does not parse: the text ends inside a block): Rendering Failure, and nothing is sent',
    ],
    [
      '{{#if a}}{{/each}}',
      { a: 1 },
      "1:4 error rendering-failure  SES cannot render this template (if doesn't match each): Rendering Failure, and nothing is sent",
    ],
    [
      'x{{/if}}',
      {},
      '1:1 error rendering-failure  SES cannot render this template (it does not parse: a block ends that was not opened): Rendering Failure, and nothing is sent',
    ],
  ])('%s cannot be rendered', async (text, data, expected) => expect(await linted(text, data)).toEqual([expected]));

  test('a variable asked for with if may be missing', async () => expect(await linted('{{#if name}}<a href="{{name}}">{{/if}}', {})).toEqual([]));

  test('what SES fills in afterwards stays', async () => {
    expect(await linted('{{ses:openTracker}}<a href="{{amazonSESUnsubscribeUrl}}">{{#each n}}{{ses:openTracker}}{{/each}}', { n: [1, 2] })).toEqual([
      '1:29 warning verdicts rendered rendered: depends {{amazonSESUnsubscribeUrl}}',
    ]);
  });

  test('every part of an SES template is rendered, text without escapes', async () => {
    const json = '{"Template":{"SubjectPart":"{{a}}","HtmlPart":"<a href=\\"{{u}}\\">","TextPart":"{{gone}}"}}';
    expect(await linted(json, { a: 1, u: 'https://a/' }, { name: 'x.json' })).toEqual([
      '1:3 error rendering-failure Template.TextPart the data has no "gone": Rendering Failure, and nothing is sent. Add it to the data, or put {{#if gone}} around it',
      '1:10 warning verdicts Template.HtmlPart, rendered Template.HtmlPart, rendered: tracked https://a/',
    ]);
  });

  test('a template of another language cannot be rendered', async () => {
    expect(await linted('{% if x %}', {}, { name: 'x.liquid' })).toEqual([
      'data can only be put into SES and Handlebars templates, and this is Liquid',
    ]);
  });
});

/** An SES template is filled in as SES does it. */
import { expect, test } from 'vitest';
import { readTemplateData, renderTemplate } from '../../src/mail/ses-template.ts';

test('values go in as they are: SES escapes nothing', () => {
  expect(renderTemplate({ Subject: '{{a}}', Html: '{{a}} {{{a}}}' }, { a: '<b>&"' })).toEqual({ content: { Subject: '<b>&"', Html: '<b>&" <b>&"' } });
});

test('blocks work, and the placeholders of SES come out as they went in', () => {
  const Html = '{{#each items}}<li>{{this.name}}</li>{{else}}none{{/each}}{{ses:openTracker}}<a href="{{amazonSESUnsubscribeUrl}}">';
  expect(renderTemplate({ Html }, { items: [{ name: 'x' }] })).toEqual({
    content: { Html: '<li>x</li>{{ses:openTracker}}<a href="{{amazonSESUnsubscribeUrl}}">' },
  });
});

test('a variable the data lacks is a failure in the words of SES, and so is a template that is none', () => {
  expect(renderTemplate({ Subject: 'Hi {{name}}' }, {})).toEqual({ failure: "Attribute 'name' is not present in the rendering data." });
  expect(renderTemplate({ Subject: '{{#if x}}' }, { x: 1 })).toEqual({ failure: expect.stringMatching(/\w/) });
});

test('data must be an object', () => {
  expect(readTemplateData('{"a":1}')).toEqual({ data: { a: 1 } });
  expect(readTemplateData(undefined)).toEqual({ data: {} });
  for (const text of ['[1]', 'null', '"x"', '{']) expect(readTemplateData(text)).toEqual({ why: expect.stringContaining('rendering data') });
});

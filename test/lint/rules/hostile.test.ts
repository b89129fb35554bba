/** No input makes a rule slow: what would take minutes if a rule looked at it quadratically takes a moment. */
import { expect, test } from 'vitest';
import { processorTime } from '../../processor-time.ts';
import { lintText } from '../plain.ts';

const link = (url: string, attributes = ''): string => `<a ${attributes}href="https://www.example.com/${url}">x</a>`;
const many = (text: string, count = 200_000): string => text.repeat(Math.ceil(count / text.length));

test.each([
  ['spaces', link(`${many(' ')}z`)],
  ['characters beyond ASCII', link(many('日', 60_000))],
  ['ampersands', link(`?${many('&')}`)],
  ['brackets', link(many('[[') + many('${'))],
  ['percent signs', link(many('%%a'))],
  ['variables', link(`?${many('{{a}}', 60_000)}`)],
  ['words of secrets', link(many('reset-password-'))],
  ['words of leaving', link(many('unsubscribe'))],
  ['names of secrets', link(`?${many('token-')}`)],
  ['tags', link('', `ses:tags="${many('a:b;')}" `)],
  ['attributes', link('', many('ses:x '))],
  ['links with a variable in their tags', many('<a href="https://x.y/" ses:tags="{{a}}">{{b}}</a>\n', 500_000)],
  ['addresses in the text', many('<p>https://x.y {{b}}</p>\n', 500_000)],
])('%s', async (_, html) => {
  const time = processorTime();
  await lintText('page.hbs', html);
  expect(time()).toBeLessThan(5000);
});

/** A navbar's base-url makes the links in it absolute; of others nothing is known. */
import { expect, test } from 'vitest';
import { baseUrls } from '../../src/lint/navbar.ts';

/** For each link, whether MJML puts a base in front of it. */
const bases = (text: string): boolean[] => {
  const hasBase = baseUrls(Buffer.from(text));
  return [...text.matchAll(/<mj-navbar-link/g)].map(({ index }) => hasBase({ start: index }));
};
const link = '<mj-navbar-link href="/p" />';
const based = '<mj-navbar base-url="https://www.example.com">';

test.each([
  ['a base', `${based}${link}${link}`, [true, true]],
  ['none', `<mj-navbar>${link}`, [false]],
  ['no navbar at all', link, [false]],
  ['spaces around the equals sign', `<mj-navbar\n\tbase-url =\n'x'>${link}`, [true]],
  ['another attribute that ends so', `<mj-navbar data-base-url="x">${link}`, [false]],
  ['text behind the tag', `<mj-navbar> base-url="x"${link}`, [false]],
  ['each its own', `${link}${based}${link}</mj-navbar><mj-navbar>${link}</mj-navbar>${based}${link}`, [false, true, false, true]],
  ['navbars without links between', `${based}</mj-navbar><mj-navbar></mj-navbar>${link}`, [false]],
  ['for all navbars', `<mj-attributes>${based}</mj-attributes><mj-navbar>${link}</mj-navbar><mj-navbar>${link}`, [true, true]],
  ['attributes that are not closed are for nobody', `<mj-attributes>${based}</mj-navbar><mj-navbar>${link}`, [false]],
  ['attributes for others', `<mj-attributes><mj-text base="x" /></mj-attributes><mj-navbar>${link}`, [false]],
  ['what stands before the attributes is not for all', `<p base-url="x"><mj-attributes></mj-attributes><mj-navbar>${link}`, [false]],
  ['a base far behind', `<mj-navbar css-class="${'x'.repeat(9000)}" base-url="x">${link}`, [true]],
  ['a base farther than a start tag is read', `<mj-navbar css-class="${'x'.repeat(10_000)}" base-url="x">${link}`, [false]],
] as const)('%s', (_, text, expected) => expect(bases(text)).toEqual(expected));

test('a document without a navbar has none, whatever its bytes', () => {
  expect(baseUrls(Buffer.from('<mj-text>-base-url="x"</mj-text>'))({ start: 20 })).toBe(false);
});

test('a link that stands in a start tag which nobody closed is asked about too', () => {
  expect(baseUrls(Buffer.from('<mj-navbar base-url="x"'))({ start: 23 })).toBe(true);
  expect(baseUrls(Buffer.from('<mj-navbar'))({ start: 10 })).toBe(false);
});

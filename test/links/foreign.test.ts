/** Where SVG and MathML end: in them `<style>` holds elements, in HTML text, and parse5 says the same. */
import { describe, expect, test } from 'vitest';
import { scan } from '../../src/links/scan.ts';
import { parse5Tags, scannedTags } from './oracle.ts';

/** A link in the style that follows is one in SVG and MathML alone. */
const where = (text: string): string => {
  const page = `<body>${text}<style><a href=x></style>`;
  const seen = scannedTags(page);
  expect(seen, `parse5 on ${text}`).toEqual(parse5Tags(page));
  return seen.length === 1 ? 'inside' : 'outside';
};

const names =
  'a abbr address article b base bdi bdo big blockquote body br button center cite code dd del details dfn div dl dt em embed fieldset figure footer h1 h2 h3 h4 h5 h6 head header hr i img input ins kbd label legend li link listing main map mark menu meta nav nobr object ol p picture pre q ruby s samp section small source span strong strike sub summary sup table time tt u ul var video wbr'.split(
    ' ',
  );

test.each(['svg', 'math'])('the HTML elements that end %s are those of the standard', root => {
  const page = names.map(name => `<div><${root}><${name}><style><a href=${name}></style></${root}></div>`).join('');
  const seen = scannedTags(page);
  expect(seen).toEqual(parse5Tags(page));
  expect(seen.length).toBeGreaterThan(30);
});

test.each([
  ...['area', 'base', 'br', 'col', 'embed', 'hr', 'image', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr'],
  ...['body', 'caption', 'colgroup', 'frameset', 'head', 'html', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr'],
])('<%s> in a description of SVG holds nothing', name => expect(where(`<svg><desc><${name}></desc>`)).toBe('inside'));

describe('the style that follows', () => {
  test.each([
    ['<svg>', 'inside'],
    ['<svg/>', 'outside'],
    ['<svg></svg>', 'outside'],
    ['<svg><g></svg>', 'outside'],
    ['<svg><svg></svg>', 'inside'],
    ['<svg><g/>', 'inside'],
    ['<svg></g>', 'inside'],
    ['<svg><desc/>', 'inside'],
    ['<svg><desc><math></math></desc>', 'inside'],
    ['<math><svg><desc>', 'inside'],
    ['<svg><g></G>', 'inside'],
    // HTML in SVG and MathML.
    ['<svg><desc>', 'outside'],
    ['<svg><title>', 'outside'],
    ['<svg><foreignObject>', 'outside'],
    ['<math><desc>', 'inside'],
    ['<svg><desc><div></div></desc>', 'inside'],
    ['<svg><desc><div></desc>', 'outside'],
    ['<svg><desc><div></svg>', 'outside'],
    ['<svg><desc><svg></svg>', 'outside'],
    ['<svg><desc><svg><g>', 'inside'],
    ['<math><mi>', 'outside'],
    ['<math><mo>', 'outside'],
    ['<math><mn>', 'outside'],
    ['<math><ms>', 'outside'],
    ['<math><mtext>', 'outside'],
    ['<math><mrow>', 'inside'],
    ['<svg><mi>', 'inside'],
    ['<math><mi><mglyph>', 'inside'],
    ['<math><mi><malignmark>', 'inside'],
    ['<math><annotation-xml>', 'inside'],
    ['<math><annotation-xml><svg></svg>', 'inside'],
    ['<math><annotation-xml><svg><desc>', 'outside'],
    ['<math><annotation-xml><math><desc>', 'inside'],
    ['<math><annotation-xml encoding="text/html">', 'outside'],
    ["<math><annotation-xml id=x encoding = 'TEXT/HTML'>", 'outside'],
    ['<math><annotation-xml encoding=application/xhtml+xml>', 'outside'],
    ['<math><annotation-xml encoding="text/html5">', 'inside'],
    ['<math><annotation-xml encoding="application/xhtml+xmls">', 'inside'],
    ['<math><annotation-xml xencoding=text/html>', 'inside'],
    ['<math><annotation-xml encoding="text/html"><math><annotation-xml></annotation-xml></math>', 'outside'],
    ['<svg><annotation-xml encoding=text/html>', 'inside'],
    // What ends SVG and MathML, and what does not.
    ['<svg><font>', 'inside'],
    ['<svg><font color=red>', 'outside'],
    ['<svg><font face>', 'outside'],
    ['<svg><font id=x size=1>', 'outside'],
    ['<svg><font colors=x xsize=1>', 'inside'],
    ['<svg><g color=red>', 'inside'],
    ['<math><annotation-xml color=red>', 'inside'],
    ['<svg><desc><div><svg><g><p></p></desc>', 'outside'],
    ['<svg><g><div>', 'outside'],
    ['<svg><g></p>', 'outside'],
    ['<svg><g></br>', 'outside'],
    ['<svg><desc></p></desc>', 'inside'],
    ['<svg><desc><g></p></desc>', 'outside'],
    ['<math><mi></br></mi>', 'inside'],
    ['<svg><desc><svg><g></br></desc>', 'inside'],
    ['<svg><desc><svg><g><p></p></desc>', 'inside'],
    ['<math><mi><svg><p></p></mi>', 'inside'],
    ['<div><svg><g></div>', 'outside'],
    ['<svg><g></section>', 'inside'],
    ['<div><svg><desc></div></desc>', 'inside'],
    ['<div><math><mi></div></mi>', 'inside'],
    ['<table><tr><td><svg><desc></td></desc>', 'outside'],
    ['<table><tr><td><svg><desc></table></desc>', 'outside'],
    ['<table><tr><td><svg></tr>', 'outside'],
    ['<table><tbody><tr><td><math></tbody>', 'outside'],
    ...['a', 'center', 'span', 'div'].map(name => [`<${name}><svg><g></${name}>`, 'outside'] as const),
  ] as const)('%s: %s', (text, expected) => expect(where(text)).toBe(expected));
});

test.each(['</body>', '</html>', '</body></html>'])('%s ends no SVG that nobody closed', text => expect(where(`<svg><g>${text}`)).toBe('inside'));

test('a link in SVG is told as one, a link in its description is one of the page', () => {
  const { tags } = scan(Buffer.from('<svg><a href=1></a><desc><a href=2></a></desc><a href=3/></svg><a href=4>'));
  expect(tags.map(({ foreign }) => foreign)).toEqual([true, false, true, false]);
});

test('an element that ends SVG is one of the page itself', () =>
  expect(scan(Buffer.from('<svg><p ses:no-track>')).tags.map(({ foreign }) => foreign)).toEqual([false]));

test('CDATA is real in SVG, and a comment up to the next > in HTML in it', () => {
  const seen = ['<svg><![CDATA[<b><a href=x>]]>', '<svg><desc><div><![CDATA[<b><a href=x>]]>'].map(text => {
    expect(scannedTags(text)).toEqual(parse5Tags(text));
    return scannedTags(text).length;
  });
  expect(seen).toEqual([0, 1]);
});

test('elements nested deeper than any mail nests them are counted no further', () => {
  expect(scannedTags(`<svg>${'<g>'.repeat(999)}${'</g>'.repeat(999)}<style><a href=x></style>`).length).toBe(1);
  expect(scannedTags(`<svg>${'<g>'.repeat(5000)}${'</g>'.repeat(1000)}<style><a href=x></style>`).length).toBe(1);
});

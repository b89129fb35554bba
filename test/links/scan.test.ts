import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attribute, controlByte, hyperlink, outputByte, scan } from '../../src/links/scan.ts';
import { hasCorpus, read, skipped, someTemplates, templates } from '../corpus.ts';
import { isLong } from '../long.ts';
import { parse5Tags, scannedTags } from './oracle.ts';

/** What HTML's input preprocessing does before a tokenizer sees the text. */
const normal = (text: string) => text.replace(/\r\n?/g, '\n');
const links = (text: string) =>
  scan(Buffer.from(text)).tags.flatMap(tag => {
    const href = hyperlink(tag);
    return href === undefined ? [] : [`${tag.name} ${text.slice(href.valueStart, href.valueEnd)}`];
  });

describe('parse5 sees the same links', () => {
  test.skipIf(!hasCorpus)(`in templates of the corpus${skipped}`, () => {
    let seen = 0;
    for (const { file } of someTemplates()) {
      const text = normal(read(file).toString());
      const expected = parse5Tags(text);
      seen += expected.length;
      expect(scannedTags(text), file).toEqual(expected);
    }
    expect(seen).toBeGreaterThan(isLong ? 2500 : 500);
  });

  test.skipIf(!hasCorpus)(`in templates of the corpus broken at random${skipped}`, () => {
    const texts = templates()
      .map(({ file }) => normal(read(file).toString()))
      .filter(text => text.length < 20_000);
    const pieces = ['<', '>', '"', "'", '=', '/', '<!--', '-->', '<script>', '</style>', '<title>', '', ' ', '<a href=', '</textarea'];
    const broken = fc
      .tuple(fc.nat(texts.length - 1), fc.array(fc.tuple(fc.nat(20_000), fc.nat(40), fc.constantFrom(...pieces)), { minLength: 1, maxLength: 6 }))
      .map(([index, cuts]) =>
        cuts.reduce(
          (text, [at, length, piece]) => text.slice(0, at % text.length) + piece + text.slice((at % text.length) + length),
          texts[index] ?? '',
        ),
      );
    fc.assert(
      fc.property(broken, text => {
        expect(scannedTags(text)).toEqual(parse5Tags(text));
      }),
      { numRuns: isLong ? 150 : 40 },
    );
  });

  test('in random HTML', () => {
    const pieces =
      '<a href=|<a |<A HREF="|<a/href=| href=|href=\'|"|\'|>|/>|<|</|</a>|<!--|-->|--!>|<!-->|<!--->|<!|<?|<script>|</script>|</script |<style>|</style>|<title>|</title>|<textarea>|</textarea/|<xmp>|</xmp>|<iframe>|</iframe>|<noembed>|</noembed>|<noscript>|</noscript>|<noframes>|</noframes>|<![CDATA[|]]>|<template>|</template>|<td>|<table>|</table>|<div|<form |<area href=x>|=|/| |\n|\t|\f|x|https://e.x/?a=b|<script|<!--<script>|-|--|!|é|😀|&amp;|\0|<plaintext|ses:no-track| ses:tags="|`|<b |A|<!doctype html>|<!DOCTYPE a PUBLIC "x>"|<svg/>'.split(
        '|',
      );
    const html = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map(list => list.join(''));
    fc.assert(
      fc.property(html, text => {
        expect(scannedTags(text)).toEqual(parse5Tags(text));
      }),
      { numRuns: isLong ? 4000 : 600 },
    );
  });

  test('in SVG and MathML, where style is no raw text and CDATA is real', () => {
    const wrap =
      (name: string, attributes = '') =>
      (inner: string) =>
        `<${name}${attributes}>${inner}</${name}>`;
    const { foreign } = fc.letrec(tie => {
      // Well nested: what stray end tags do to SVG depends on all that stands around it.
      const leaf = fc.constantFrom('<a href="x">t</a>', 't', '<!-- <a href=n> -->');
      const svgLeaf = fc.constantFrom('<path href=y />', '<![CDATA[ <a href=c> ]]>', '<image href="i"/>', '<a href="s"/>');
      const htmlLeaf = fc.constantFrom('<style><a href=n></style>', '<textarea></svg><a href=n></textarea>', '<br>', '<script><a href=n></script>');
      const some = (...kinds: fc.Arbitrary<unknown>[]) =>
        fc.array(fc.oneof(leaf, ...kinds) as fc.Arbitrary<string>, { maxLength: 4 }).map(list => list.join(''));
      const inSvg = some(svgLeaf, tie('svgElement'));
      const inHtml = some(htmlLeaf, tie('htmlElement'), tie('foreign'));
      return {
        svgElement: fc.oneof(
          { depthSize: 'small' },
          fc.tuple(fc.constantFrom('g', 'style', 'script', 'a', 'textarea', 'xmp', 'svg'), inSvg).map(([name, inner]) => wrap(name)(inner)),
          fc.tuple(fc.constantFrom('desc', 'title', 'foreignObject'), inHtml).map(([name, inner]) => wrap(name)(inner)),
        ),
        htmlElement: fc.oneof(
          { depthSize: 'small' },
          fc.tuple(fc.constantFrom('div', 'span', 'b'), inHtml).map(([name, inner]) => wrap(name)(inner)),
        ),
        foreign: fc.oneof(
          { depthSize: 'small' },
          inSvg.map(wrap('svg', ' viewBox="0 0 1 1"')),
          some().map(inner => wrap('math')(wrap('mrow')(inner))),
          inHtml.map(inner => wrap('math')(wrap('mtext')(inner))),
        ),
      };
    });
    const page = fc
      .tuple(foreign as fc.Arbitrary<string>, foreign as fc.Arbitrary<string>)
      .map(([a, b]) => `<body><a href=0>${a}</a><style><a href=no></style>${b}<a href=1>`);
    fc.assert(
      fc.property(page, text => {
        expect(scannedTags(text)).toEqual(parse5Tags(text));
      }),
      { numRuns: isLong ? 800 : 200 },
    );
  });
});

describe('what a link is', () => {
  test.each([
    ['<A/HREF=x>', ['a x']],
    ['<a href=x/>', ['a x/']],
    ['<a href="x" href="y">', ['a x']],
    ['<a name="x"><link href="s.css"><base href="/"><use href="#i">', []],
    ['<area href="x">', ['area x']],
    ['<v:roundrect href="x">', ['v:roundrect x']],
    ['<!--!><a href=no>--><a href=x>', ['a x']],
    ['<!---!><a href=no>--><a href=x>', ['a x']],
    ['<script><!--><script></script><a href=x>', ['a x']],
    ['<script><!--<script></script><a href=no></script><a href=x>', ['a x']],
    ['<svg><a href="x"/></svg>', ['a x']],
    ['<mj-button href="x"/><mj-image href="y"/><mj-font href="f"/><mj-navbar-link href="z">', ['mj-button x', 'mj-image y', 'mj-navbar-link z']],
    ['<a href="x', []],
    ['<a href>', ['a ']],
  ])('%s', (text, expected) => expect(links(text)).toEqual(expected));

  test('conditional comments are looked into, other comments are not', () => {
    const text = '<!-- <a href=no> --><!--[if mso]><v:roundrect href="x"><a href=y><![endif]--><!--[if !mso]><!--><a href=z><!--<![endif]-->';
    expect(scan(Buffer.from(text)).tags.map(({ name, context }) => `${name} ${context}`)).toEqual([
      'v:roundrect conditional-comment',
      'a conditional-comment',
      'a page',
    ]);
  });

  test('what stands in a template element is told', () => {
    expect(scan(Buffer.from('<template><a href=x></template><a href=y>')).tags.map(({ context }) => context)).toEqual(['template', 'page']);
    expect(scan(Buffer.from('</template><template><a href=x>')).tags.map(({ context }) => context)).toEqual(['template']);
  });

  test('a link inside a link is told, a link in the next table cell is not', () => {
    expect(scan(Buffer.from('<a href=1><b><a href=2></a><a href=3>')).tags.map(({ nested }) => nested)).toEqual([false, true, false]);
    expect(scan(Buffer.from('<td><a href=1></td><td><a href=2>')).tags.map(({ nested }) => nested)).toEqual([false, false]);
    expect(scan(Buffer.from('<td><a href=1></td><a href=2>')).tags.map(({ nested }) => nested)).toEqual([false, false]);
  });

  test('a link of SVG inside a link of the page is none inside a link, for a browser', () => {
    const tags = scan(Buffer.from('<a href=1><svg><a href=2></a></svg></a>')).tags;
    expect(tags.map(({ nested, foreign }) => ({ nested, foreign }))).toEqual([
      { nested: false, foreign: false },
      { nested: false, foreign: true },
    ]);
  });

  test('a long name that begins and ends as a known one is not that one', () => {
    const [tag] = scan(Buffer.from('<abcdefghijklmnopa><a href=1>')).tags;
    expect(tag).toMatchObject({ name: 'a', nested: false });
  });
});

describe('what else the scan tells', () => {
  test('the last body end tag that is no comment', () => {
    const text = '<body>x</BODY ><p></body><!-- </body> -->';
    expect(scan(Buffer.from(text)).bodyEnd).toBe(text.indexOf('</body>'));
    expect(scan(Buffer.from('<p>')).bodyEnd).toBe(-1);
    expect(scan(Buffer.from('<!--[if mso]></body><![endif]-->')).bodyEnd).toBe(-1);
  });

  test('addresses in text, outside links and tags', () => {
    const text = 'see https://a.example <a href="https://b.example">https://c.example</a> <img src="http://d">http://e';
    expect(scan(Buffer.from(text)).textUrls.map(at => text.slice(at, at + 4))).toEqual(['://a', '://e']);
  });

  test('ses: attributes on other elements, and forms', () => {
    expect(scan(Buffer.from('<td ses:no-track><form action=x><p class=ses><q hreflang=x><s ses>')).tags.map(({ name }) => name)).toEqual([
      'td',
      'form',
      's',
    ]);
  });

  test('masked template tags stand between attributes as space does, and are characters in values', () => {
    const bytes = Buffer.from('<a{{i}} href="a{{i}}b"{{o}}>');
    for (const [tag, byte] of [['{{i}}', controlByte] as const, ['{{o}}', outputByte] as const])
      for (let at = bytes.indexOf(tag); at !== -1; at = bytes.indexOf(tag)) bytes.fill(byte, at, at + 5);
    const [tag] = scan(bytes).tags;
    expect(tag?.name).toBe('a');
    expect(tag && attribute(tag, 'href')).toMatchObject({ valueStart: 14, valueEnd: 21, quote: '"' });
  });

  test('a masked tag of control may stand before an equals sign, and begins the value behind one', () => {
    const value = (masked: string) => {
      const [tag] = scan(Buffer.from(masked, 'latin1')).tags;
      const href = tag && attribute(tag, 'href');
      return href && masked.slice(href.valueStart, href.valueEnd);
    };
    expect(value('<a href\xfe="x">')).toBe('x');
    expect(value('<a href=\xfex>')).toBe('\xfex');
    expect(value('<a href=\xfe"x y">')).toBe('\xfe"x');
    expect(scan(Buffer.from('<a href=\xfe"x>y">', 'latin1')).tags[0]?.end).toBe(12);
  });

  test('a masked tag behind the name of a raw text element does not end it', () => {
    expect(scan(Buffer.from('<style></style\xfe><a href=no></style><a href=x>', 'latin1')).tags.length).toBe(1);
  });

  test('at most a thousand addresses in text and a thousand notes', () => {
    const { textUrls, notes } = scan(Buffer.from('http://x <!-- ses-track-x -->'.repeat(1100)));
    expect([textUrls.length, notes.length]).toEqual([1000, 1000]);
  });

  test('at most so many tags, and it says so', () => {
    const text = Buffer.from('<a href=x>'.repeat(10));
    expect(scan(text, 3)).toMatchObject({ truncated: true, tags: { length: 3 } });
    expect(scan(Buffer.concat([Buffer.from('<!--[if mso]>'), text, Buffer.from('<![endif]--></body>'), text]), 3)).toMatchObject({
      truncated: true,
      tags: { length: 3 },
      bodyEnd: -1,
    });
    expect(scan(text, 10).truncated).toBe(false);
  });

  test('a tag with a million attributes keeps the first thousand', () => {
    const [tag] = scan(Buffer.from(`<a href=x ${'b '.repeat(1_000_000)}>`)).tags;
    expect(tag?.attributes.length).toBe(1000);
  });
});

test.each([
  '<',
  '<a ',
  '<a href="',
  '<!--',
  '<!--[if mso]>',
  '<script>',
  '<script><!--<script>',
  '</',
  "<a b='",
  '<svg>',
  '<svg><![CDATA[',
  '-->',
  '://',
  '<template>',
  '<style></style',
])('four times as much of %s takes about four times as long', piece => {
  const time = (size: number) => {
    const bytes = Buffer.from(piece.repeat(size / piece.length));
    const start = performance.now();
    scan(bytes, 1000);
    return performance.now() - start;
  };
  const size = isLong ? 1_000_000 : 250_000;
  time(100_000);
  if (time(4 * size) < 400) return;
  // Quadratic time would be sixteen times, and minutes; a busy machine may triple what is linear, and a collection of garbage take a tenth of a second.
  const small = Math.min(time(size), time(size), time(size));
  const large = Math.min(time(4 * size), time(4 * size));
  expect(large).toBeLessThan(Math.max(small * 12, 400));
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lintWith } from '../../../src/lint/lint.ts';
import { readSource } from '../../../src/lint/source/read.ts';
import { maySesJson } from '../../../src/lint/source/ses-json.ts';
import type { Source } from '../../../src/lint/source/source.ts';
import { decodeTransfer } from '../../../src/lint/source/transfer.ts';
import { runs } from '../../long.ts';

const source = (name: string, bytes: Buffer | string): Source => {
  const read = readSource(name, Buffer.from(bytes));
  if (typeof read === 'string') throw new Error(read);
  return read;
};
const why = (name: string, bytes: Buffer | string) => {
  const read = readSource(name, Buffer.from(bytes));
  return typeof read === 'string' ? read : 'it can be linted';
};

/** Each link with its place in the part and, where it differs, in the file. */
const places = async (name: string, input: string | Buffer) => {
  const { links, unlintable } = await lintWith([], input, { name });
  if (unlintable !== undefined) return [unlintable];
  return links.map(({ line, column, offset, raw, part, inFile }) =>
    [`${line}:${column} ${offset} ${raw}`, part, inFile && `${inFile.line}:${inFile.column} ${inFile.offset}-${inFile.endOffset}`]
      .filter(Boolean)
      .join(' | '),
  );
};

describe('how a file is written', () => {
  const text = '<p>é😀</p>\r\n<a href="https://a.example/é">x</a>';
  const utf16be = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  test.each([
    ['UTF-8', Buffer.from(text), ['2:10 21 https://a.example/é'], 'utf-8'],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`), ['2:10 22 https://a.example/é'], 'utf-8'],
    ['UTF-16, little end first', Buffer.from(`\ufeff${text}`, 'utf16le'), ['2:10 22 https://a.example/é'], 'utf-16le'],
    ['UTF-16, big end first', utf16be, ['2:10 22 https://a.example/é'], 'utf-16be'],
    ['windows-1252', Buffer.from('<p>é</p>\r<a href="https://a.example/é">x</a>', 'latin1'), ['2:10 18 https://a.example/é'], 'windows-1252'],
  ])('%s: the same link at the same place', async (_, bytes, expected, encoding) => {
    expect(await places('x.html', bytes)).toEqual(expected);
    expect(source('x.html', bytes).encoding).toBe(encoding);
  });

  test('a UTF-16 file with half a character at its end is read to there', async () => {
    const half = Buffer.from([0x41]);
    expect(await places('x.html', Buffer.concat([Buffer.from('\ufeff<a href=x>', 'utf16le'), half]))).toEqual(['1:10 9 x']);
    expect(await places('x.html', Buffer.concat([Buffer.from('\ufeff<a href=x>', 'utf16le').swap16(), half]))).toEqual(['1:10 9 x']);
  });

  test('lone surrogates stay in the raw text, in a string, in UTF-16 and in JSON', async () => {
    const lone = '<a href="https://a/\ud83d">';
    expect((await lintWith([], lone)).links[0]?.raw).toBe('https://a/\ud83d');
    expect((await lintWith([], Buffer.from(`\ufeff${lone}`, 'utf16le'))).links[0]?.raw).toBe('https://a/\ud83d');
    const utf16 = Buffer.from('\ufeff{"HtmlPart":"<a href=https://a/\ud83d>"}', 'utf16le');
    expect((await lintWith([], utf16, { name: 'x.json' })).links[0]?.raw).toBe('https://a/\ud83d');
    expect((await lintWith([], '{"HtmlPart":"<a href=\\"https://a/\\ud83d\\">"}', { name: 'x.json' })).links[0]?.raw).toBe('https://a/\ud83d');
  });

  test.each([
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'it looks binary (a NUL byte at offset 8)'],
    ['UTF-16 without a mark', Buffer.from('<a href="x">'.repeat(10), 'utf16le'), 'it looks binary (a NUL byte at offset 1)'],
    [
      'a compressed file without NUL',
      Buffer.from(Array.from({ length: 400 }, (_, i) => 1 + ((i * 7919) % 255))),
      'it looks binary (control characters, and no UTF-8)',
    ],
    ['UTF-32', Buffer.from('fffe00003c00000070000000', 'hex'), 'it looks binary (a NUL byte at offset 2)'],
    ['what is no UTF-8 and holds one NUL', Buffer.from(`<p>é${'x'.repeat(100)}\0`, 'latin1'), 'it looks binary (a NUL byte at offset 104)'],
    [
      'what is no UTF-8 and a tenth of it the lowest controls',
      Buffer.from('é\x01text text'.repeat(9), 'latin1'),
      'it looks binary (control characters, and no UTF-8)',
    ],
  ])('%s cannot be linted, and it says why', (_, bytes, reason) => expect(why('x.html', bytes)).toBe(reason));

  test.each([
    ['a NUL byte far behind the beginning', `é${' '.repeat(9000)}\0`],
    ['colours for a terminal', 'é\x1b[1mtext\x1b[0m '.repeat(9)],
  ])('%s is no reason not to lint what is no UTF-8', (_, text) => expect(why('x.html', Buffer.from(text, 'latin1'))).toBe('it can be linted'));

  test('a NUL byte in a text is no reason not to lint it', async () => {
    expect(await places('x.html', `<p>${'text '.repeat(10)}\0</p><a href="https://a/\0">`)).toEqual(['1:68 67 https://a/\0']);
  });

  test('an empty file is a document without links', async () => expect(await places('x.html', '')).toEqual([]));
});

describe('what kind of file it is', () => {
  test.each([
    ['a.html', '<p>', 'document html'],
    ['a.hbs', '<p>', 'document handlebars'],
    ['a.html.erb', '<p>', 'document erb'],
    ['mail.blade.php', '<p>', 'document blade'],
    ['a.hbs.html', '<p>', 'document handlebars'],
    ['a.html', '{% load i18n %}{{ x }}', 'document django'],
    ['a.html', '{% assign x = 1 %}', 'document liquid'],
    ['a.html', '{% if x %}{{ x }}', 'document jinja'],
    ['a.html', '{{#if x}}{{/if}}', 'document handlebars'],
    ['a.html', '{{ .Name }}{{ end }}', 'document go'],
    ['a.html', '{{ name | upper }}', 'document jinja'],
    ['a.html', '<% if (x) { %><%= x %><% } %>', 'document ejs'],
    ['a.html', '<%= edit_url(@x) %>', 'document erb'],
    ['a.html', '@if($x)\n{{ $x }}', 'document blade'],
    ['a.html', '<mjml><mj-body>{{x}}', 'document mjml'],
    ['a.html', '*|ARCHIVE|*', 'document html'],
    ['a.json', '{"HtmlPart":"x"}', 'ses-json ses'],
    ['', '{ "TemplateName": "x", "TemplateContent": {"Html":"x"}}', 'ses-json ses'],
    ['a.eml', 'Subject: x\n\ny', 'eml none'],
    ['', 'Subject: x\r\nFrom: y\r\n\r\nz', 'eml none'],
    ['', '<p>Subject: x\nFrom: y', 'document html'],
  ])('%s %s', (name, text, expected) => {
    const { kind, parts } = source(name, text);
    expect(`${kind} ${parts[0]?.language}`).toBe(expected);
  });

  test.each(['x.json', 'x.eml', 'x.hbs'])('the language that was asked for is that of every part of %s', name => {
    const text = name === 'x.json' ? '{"HtmlPart":"x"}' : 'Subject: x\n\ny';
    expect(readSource(name, Buffer.from(text), { language: 'jinja' })).toMatchObject({ parts: [{ language: 'jinja' }] });
  });
});

describe('SES template JSON', () => {
  test('every shape SES takes or gives', () => {
    const shapes = [
      '{"Template":{"TemplateName":"n","SubjectPart":"s","TextPart":"t","HtmlPart":"h"}}',
      '{"TemplateName":"n","TemplateContent":{"Subject":"s","Text":"t","Html":"h"}}',
      '{"TemplateName":"n","SubjectPart":"s","TextPart":"t","HtmlPart":"h"}',
      '{"Content":{"Simple":{"Subject":{"Data":"s"},"Body":{"Text":{"Data":"t"},"Html":{"Data":"h"}}}}}',
      '[{"Subject":"s","Text":"t","Html":"h"},{"constructor":"x","Html":"i"}]',
      '\ufeff{"HtmlPart":"h"}',
    ];
    expect(shapes.map(shape => source('x.json', shape).parts.map(({ name, media, bytes }) => `${name} ${media} ${bytes}`))).toEqual([
      ['Template.SubjectPart text/plain s', 'Template.TextPart text/plain t', 'Template.HtmlPart text/html h'],
      ['TemplateContent.Subject text/plain s', 'TemplateContent.Text text/plain t', 'TemplateContent.Html text/html h'],
      ['SubjectPart text/plain s', 'TextPart text/plain t', 'HtmlPart text/html h'],
      ['Content.Simple.Subject.Data text/plain s', 'Content.Simple.Body.Text.Data text/plain t', 'Content.Simple.Body.Html.Data text/html h'],
      ['0.Subject text/plain s', '0.Text text/plain t', '0.Html text/html h', '1.Html text/html i'],
      ['HtmlPart text/html h'],
    ]);
  });

  test('places count inside the part, and in the file too, escapes and all', async () => {
    const json = '{\r\n  "Html\\u0050art": "<p>\\n\\ud83d\\ude00\\t<a href=\\"https://a.example/x\\u0020y\\">"\r\n}';
    expect(await places('x.json', json)).toEqual(['2:13 16 https://a.example/x y | HtmlPart | 2:50 52-78']);
    expect(json.slice(52, 78)).toBe('https://a.example/x\\u0020y');
  });

  test.each([
    ['{"HtmlPart": ', /^it is not JSON \(/],
    ['{"name":"package","version":"1"}', /^it holds no SES template/],
    ['[1,2]', /^it holds no SES template/],
  ])('%s cannot be linted', (text, reason) => expect(why('x.json', text)).toMatch(reason));

  test.each(['HtmlPart', 'TextPart', 'TemplateContent', 'Html'])('a JSON file of a folder is read where %s is a key of it', key => {
    expect([maySesJson(Buffer.from(`{"${key}":1}`)), maySesJson(Buffer.from(`{"a":"${key}"}`.replace('"}', ' "}')))]).toEqual([true, false]);
  });

  test.each([
    ['{"HtmlPart":"a","Subject":"s","HtmlPart":"b"}', ['Subject 27 s', 'HtmlPart 42 b']],
    ['{"Template":{"HtmlPart":"a"},"Template":{"HtmlPart":"b"}}', ['Template.HtmlPart 53 b']],
    ['{"Template":{"HtmlPart":"a"},"Template":{"TextPart":"b"}}', ['Template.TextPart 53 b']],
    ['{"__proto__":{"HtmlPart":"a"}}', ['__proto__.HtmlPart 26 a']],
  ])('of a key that stands there twice the last one counts, in file order: %s', (json, parts) => {
    expect(source('x.json', json).parts.map(({ name, bytes, toFile }) => `${name} ${toFile?.(0)} ${bytes}`)).toEqual(parts);
  });

  test('JSON a hundred thousand deep is no trouble', () =>
    expect(why('x.json', '['.repeat(1e5) + ']'.repeat(1e5))).toMatch(/no SES template|not JSON/));
});

describe('messages', () => {
  const mail = (headers: string, body: string | Buffer) =>
    Buffer.concat([Buffer.from(`Subject: x\r\nMIME-Version: 1.0\r\n${headers}\r\n\r\n`), Buffer.from(body)]);
  const at = (bytes: Buffer, text: string) => bytes.indexOf(text);

  test('quoted-printable: soft line breaks and codes, back to the file', async () => {
    const bytes = mail(
      'Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable',
      '<p>=C3=A9  \r\n<a href=3D"https://a.exam=\r\nple/?q=3D=C3=A9">x</a>',
    );
    const start = at(bytes, 'https');
    const end = at(bytes, '">x');
    expect(await places('x.eml', bytes)).toEqual([`2:10 15 https://a.example/?q=é | part 1 (text/html) | 7:12 ${start}-${end}`]);
  });

  test('base64, in lines', async () => {
    const html = '<p>é</p>\n<a href="https://a.example/x">x</a>';
    const encoded = Buffer.from(html).toString('base64').replace(/.{20}/g, '$&\r\n');
    const bytes = mail('Content-Type: text/html; charset="UTF-8"\r\nContent-Transfer-Encoding: BASE64', encoded);
    const [told = ''] = await places('x.eml', bytes);
    expect(told).toMatch(/^2:10 18 https:\/\/a\.example\/x \| part 1 \(text\/html\) \| \d+:\d+ \d+-\d+$/);
    // The file's text at that place is the base64 of what is there.
    const [from = 0, to = 0] = told.split(' ').at(-1)?.split('-').map(Number) ?? [];
    const before = bytes.toString('latin1', at(bytes, encoded.slice(0, 10)), from).replace(/\s/g, '').length;
    const inside = bytes.toString('latin1', from, to).replace(/\s/g, '');
    const bytesBefore = Math.floor((before * 6) / 8);
    expect(Buffer.from(html).subarray(bytesBefore).toString()).toMatch(/^.?https:/);
    expect(inside.length).toBeGreaterThanOrEqual(Math.ceil(('https://a.example/x'.length * 8) / 6) - 1);
  });

  test.each([
    ['iso-8859-1', Buffer.from('<p>é</p><a href="https://a/é">', 'latin1'), '1:18 17 https://a/é'],
    ['windows-1251', Buffer.concat([Buffer.from('<p>'), Buffer.from([0xcf, 0xf0]), Buffer.from('</p><a href="https://a/">')]), '1:19 18 https://a/'],
    [
      'shift_jis',
      Buffer.concat([Buffer.from('<p>'), Buffer.from([0x93, 0xfa, 0x96, 0x7b]), Buffer.from('</p><a href="https://a/">')]),
      '1:19 18 https://a/',
    ],
    ['utf-8', Buffer.from('<p>é</p><a href="https://a/">', 'latin1'), '1:18 17 https://a/'],
    ['shift_jis', Buffer.from('<a href="\x93\xfa">', 'latin1'), '1:10 9 日'],
    ['x-nobody-knows', Buffer.from('<p>é</p><a href="https://a/">', 'latin1'), '1:18 17 https://a/'],
  ])('8bit in %s', async (charset, body, expected) => {
    const bytes = mail(`Content-Type: text/html; charset=${charset}\r\nContent-Transfer-Encoding: 8bit`, body);
    const start = bytes.indexOf('href="') + 6;
    const [told] = await places('x.eml', bytes);
    expect(told).toMatch(new RegExp(`^${expected.replaceAll('/', '\\/')} \\| part 1 \\(text/html\\) \\| 6:\\d+ ${start}-`));
  });

  test('every text part of a tree, attachments left out', () => {
    const bytes = mail(
      'Content-Type: multipart/mixed; boundary=a',
      [
        '--a\r\nContent-Type: multipart/alternative; boundary="b c"\r\n',
        '--b c\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 8BIT\r\n\r\nt',
        '--b c\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n<p>',
        '--b c\r\nContent-Type: text/x-amp-html\r\n\r\n<p>',
        '--b c--\r\n',
        '--a\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename=x.html\r\n\r\n<a href=no>',
        '--a\r\nContent-Type: image/png\r\n\r\nx',
        '--a--',
      ].join('\r\n'),
    );
    expect(
      source('x.eml', bytes).parts.map(({ name, media, transferEncoding, charset }) => `${name} ${media} ${transferEncoding} ${charset}`),
    ).toEqual([
      'part 1.1 (text/plain) text/plain 8bit us-ascii',
      'part 1.2 (text/html) text/html 7bit utf-8',
      'part 1.3 (text/x-amp-html) text/x-amp-html 7bit us-ascii',
    ]);
  });

  test('a place in the file counts characters of the file, before the part too, and in UTF-16', async () => {
    const text = 'Subject: é😀\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<a href="https://a/">';
    const start = text.indexOf('https');
    const expected = [`1:10 9 https://a/ | part 1 (text/html) | 4:10 ${start}-${start + 10}`];
    expect(await places('x.eml', text)).toEqual(expected);
    const marked = [`1:10 9 https://a/ | part 1 (text/html) | 4:10 ${start + 1}-${start + 11}`];
    expect(await places('x.eml', Buffer.from(`\ufeff${text}`, 'utf16le'))).toEqual(marked);
  });

  test('a byte order mark in a part is a character of it', async () => {
    const html = Buffer.from('\ufeff<a href="https://a/">', 'utf16le').toString('base64');
    const bytes = mail('Content-Type: text/html; charset=utf-16le\r\nContent-Transfer-Encoding: base64', html);
    expect((await places('x.eml', bytes))[0]).toMatch(/^1:11 10 https:\/\/a\/ /);
  });

  test('placeholders are not understood in a message: SES fills in only its own two', async () => {
    const bytes = mail('Content-Type: text/html', '<a href="https://a/{{x}}"><a href="{{amazonSESUnsubscribeUrl}}">{{ses:openTracker}}');
    expect((await lintWith([], bytes, { name: 'x.eml' })).links.map(({ verdict, cause }) => `${verdict} ${cause}`)).toEqual([
      'untracked not-rfc3986',
      'depends placeholder-whole',
    ]);
  });

  test.each([
    ['no headers at all', '<p>x</p>', 'it is no message (no header at its beginning)'],
    ['a picture alone', 'Content-Type: image/png\r\n\r\nx', 'it holds no text or HTML part'],
  ])('%s cannot be linted', (_, text, reason) => expect(why('x.eml', text)).toBe(reason));
});

test('every byte of base64 stands where its first bits do, however its lines are cut', () => {
  const isDigit = (byte: number) => /[A-Za-z0-9+/]/.test(String.fromCharCode(byte));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.array(fc.nat(90), { maxLength: 8 }), (content, cuts) => {
      let encoded = Buffer.from(content).toString('base64');
      for (const cut of cuts)
        encoded = `${encoded.slice(0, cut % (encoded.length + 1))}${cut % 2 === 0 ? '\r\n' : ' '}${encoded.slice(cut % (encoded.length + 1))}`;
      const raw = Buffer.from(`before${encoded}`);
      const { bytes, map } = decodeTransfer(raw, 6, raw.length, 'base64');
      expect([...bytes]).toEqual([...content]);
      const digits = [...raw.keys()].filter(at => at >= 6 && isDigit(raw[at] ?? 0));
      for (const at of content.keys()) expect(map.at(at)).toBe(digits[Math.floor((at * 8) / 6)]);
      expect(map.at(content.length)).toBe(raw.length);
    }),
    { numRuns: runs(300) },
  );
});

test('an equals sign ends base64, whatever follows', () => {
  expect(decodeTransfer(Buffer.from('YQ==Yg=='), 0, 8, 'base64').bytes.toString()).toBe('a');
});

test('every byte of quoted-printable stands where what says it begins', () => {
  const written: readonly [string, string][] = [
    ['a', 'a'],
    ['=41', 'A'],
    ['=3d', '='],
    ['=zz', '=zz'],
    ['=\r\n', ''],
    ['= \n', ''],
    [' b', ' b'],
    [' \t\r\n', '\r\n'],
    ['\n', '\n'],
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...written), { maxLength: 12 }), pieces => {
      const raw = Buffer.from(`before${pieces.map(([encoded]) => encoded).join('')}.`);
      const { bytes, map } = decodeTransfer(raw, 6, raw.length, 'quoted-printable');
      expect(bytes.toString()).toBe(`${pieces.map(([, text]) => text).join('')}.`);
      let at = 6;
      let to = 0;
      for (const [encoded, text] of pieces) {
        const from = text === '\r\n' ? at + 2 : at;
        for (let i = 0; i < text.length; i++) expect(map.at(to + i)).toBe(from + i);
        at += encoded.length;
        to += text.length;
      }
      expect(map.at(to)).toBe(at);
    }),
    { numRuns: runs(300) },
  );
});

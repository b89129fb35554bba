/** A message's parts are found by offset, and a part is changed without touching what was not meant. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { header, readParts, walk } from '../../src/mail/parts.ts';
import { openBody, splice } from '../../src/mail/transfer.ts';
import { runs } from '../long.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const text = (data: Uint8Array): string => Buffer.from(data).toString('latin1');

describe('parts', () => {
  const message = [
    'From: a@example.test',
    'Subject: folded',
    ' over two lines',
    'Content-Type: multipart/mixed; boundary="b 1"',
    '',
    'preamble',
    '--b 1',
    'Content-Type: Multipart/Alternative; boundary=inner',
    '',
    '--inner',
    '',
    'plain --inner is no boundary here',
    '--inner',
    'Content-Type: TEXT/HTML; charset=utf-8',
    'Content-Transfer-Encoding: Quoted-Printable',
    '',
    '<p>=C3=A9</p>',
    '--inner--',
    '--b 1  ',
    'Content-Type: text/html',
    'Content-Disposition: attachment; filename=x.html',
    '',
    '<a>',
    '--b 1--',
    'epilogue',
  ].join('\r\n');

  test('each body is where its bytes are', () => {
    const parts = [...walk(readParts(bytes(message)))];
    expect(parts.map(part => [part.type, part.encoding, part.disposition])).toEqual([
      ['multipart/mixed', '7bit', ''],
      ['multipart/alternative', '7bit', ''],
      ['text/plain', '7bit', ''],
      ['text/html', 'quoted-printable', ''],
      ['text/html', '7bit', 'attachment'],
    ]);
    expect(parts.slice(2).map(part => message.slice(part.bodyStart, part.bodyEnd))).toEqual([
      'plain --inner is no boundary here',
      '<p>=C3=A9</p>',
      '<a>',
    ]);
    expect(header(parts[0]?.headers ?? [], 'subject')).toBe('folded over two lines');
  });

  test('bare line feeds are line ends too', () => {
    const unix = message.replaceAll('\r\n', '\n');
    const parts = [...walk(readParts(bytes(unix)))];
    expect(parts.slice(2).map(part => unix.slice(part.bodyStart, part.bodyEnd))).toEqual([
      'plain --inner is no boundary here',
      '<p>=C3=A9</p>',
      '<a>',
    ]);
  });

  test('nothing makes it throw, and no part lies outside its parent', () => {
    const line = fc.constantFrom('--b', '--b--', '', 'Content-Type: multipart/mixed; boundary=b', 'x: y', ' folded', ':', 'text', '--b \t');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), fc.constantFrom('\r\n', '\n'), (lines, newline) => {
        const check = (part: ReturnType<typeof readParts>, end: number): void => {
          expect(part.bodyStart).toBeLessThanOrEqual(part.bodyEnd);
          expect(part.bodyEnd).toBeLessThanOrEqual(end);
          for (const each of part.parts) check(each, part.bodyEnd);
        };
        const whole = lines.join(newline);
        check(readParts(bytes(whole)), whole.length);
      }),
    );
  });
});

describe('bodies', () => {
  test('white space at the end of a quoted-printable line is no part of the text', () => {
    expect(text(openBody(bytes('a =\r\nb \t\r\nc=3D=zz= \r\n d '), 'quoted-printable').decoded)).toBe('a b\r\nc==zz d');
  });

  const piece = fc.constantFrom('a', 'é', ' ', '\t', '=', '=3D', '=\r\n', '\r\n', '\n', '=C3=A9', '= \r\n', 'http://x', '.', '=0D', 'w'.repeat(70));
  const encodedQuoted = fc.array(piece, { maxLength: 60 }).map(pieces => Buffer.from(pieces.join(''), 'utf8'));
  const encodedBase64 = fc.uint8Array({ maxLength: 300 }).map(data =>
    Buffer.from(
      (
        Buffer.from(data)
          .toString('base64')
          .match(/.{1,60}/g) ?? []
      ).join('\n'),
    ),
  );
  const body = fc.oneof(
    encodedQuoted.map(encoded => ({ encoding: 'quoted-printable', encoded })),
    encodedBase64.map(encoded => ({ encoding: 'base64', encoded })),
    encodedQuoted.map(encoded => ({ encoding: '8bit', encoded })),
  );
  const cuts = fc.array(fc.tuple(fc.nat(400), fc.nat(20), fc.string({ unit: fc.constantFrom('a', '=', '"', ' ', '/', 'é'), maxLength: 200 })), {
    maxLength: 4,
  });

  test('an edit between CR and LF does not bring back the blanks before them', () => {
    const opened = openBody(Buffer.from('a \r\nb'), 'quoted-printable');
    expect(text(openBody(opened.edit([{ start: 2, end: 2, text: '' }]), 'quoted-printable').decoded)).toBe('a\r\nb');
    expect(text(openBody(opened.edit([{ start: 2, end: 3, text: 'x' }]), 'quoted-printable').decoded)).toBe('a\rxb');
  });

  test('whatever the encoding, an edit changes its span and no other decoded byte', () => {
    fc.assert(
      fc.property(body, cuts, ({ encoding, encoded }, wanted) => {
        const opened = openBody(encoded, encoding);
        let at = 0;
        const edits = wanted
          .sort((a, b) => a[0] - b[0])
          .flatMap(([start, length, replacement]) => {
            const from = Math.max(at, Math.min(start, opened.decoded.length));
            at = Math.min(from + length, opened.decoded.length);
            return [{ start: from, end: at, text: replacement }];
          });
        const changed = opened.edit(edits);
        expect(text(openBody(changed, encoding).decoded)).toBe(text(splice(opened.decoded, edits)));
        if (encoding === 'quoted-printable') {
          const longest = (data: Uint8Array) =>
            Math.max(
              ...text(data)
                .split('\n')
                .map(line => line.replace(/\r$/, '').length),
            );
          expect(longest(changed)).toBeLessThanOrEqual(Math.max(76, longest(encoded) + 1));
        }
      }),
      { numRuns: runs(1000) },
    );
  });

  test('without an edit not one encoded byte changes', () => {
    fc.assert(
      fc.property(body, ({ encoding, encoded }) => {
        expect(text(openBody(encoded, encoding).edit([]))).toBe(text(encoded));
      }),
    );
  });
});

test('300 kB of white space, boundaries or equal signs takes no long time', () => {
  for (const filler of [' ', '\n', '=', '--b\n', '= ']) {
    const body = bytes(`${filler.repeat(300_000 / filler.length)}x`);
    for (const encoding of ['base64', 'quoted-printable']) openBody(body, encoding).edit([{ start: 0, end: 1, text: 'y' }]);
    readParts(Buffer.concat([bytes('Content-Type: multipart/mixed; boundary=b\n\n'), body]));
  }
}, 5000);

test('no message makes more work than a mail: parts deeper than 20 or more than 1000 are left as they are', () => {
  const open = Array.from({ length: 100 }, (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`).join('');
  let depth = 0;
  for (let part = readParts(Buffer.from(open)).parts[0]; part !== undefined; [part] = part.parts) depth += 1;
  expect(depth).toBe(20);
  const wide = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(2000)}--b--\r\n`;
  expect(readParts(Buffer.from(wide)).parts).toHaveLength(1000);
});

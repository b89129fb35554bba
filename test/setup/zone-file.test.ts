/** Records as a zone-file fragment: columns, whole names, quoting that gives the same text back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zoneFile } from '../../src/setup/zone-file.ts';
import { anyText } from '../events/wild-text.ts';
import { runs } from '../long.ts';

test('every record is one line in columns, with names that mean the same in any zone', () => {
  expect(
    zoneFile([
      { name: 'click.example.com', type: 'CNAME', ttl: 300, value: 'd111111abcdef8.cloudfront.net' },
      { name: '_3f2a.click.example.com.', type: 'CNAME', ttl: 300, value: '_9c.acm-validations.aws.' },
      { name: 'example.com', type: 'CAA', ttl: 86_400, value: '0 issue "amazon.com"' },
      { name: '*.example.com', type: 'A', ttl: 60, value: '192.0.2.1' },
    ]),
  ).toBe(
    `click.example.com.       300   IN CNAME d111111abcdef8.cloudfront.net.
_3f2a.click.example.com. 300   IN CNAME _9c.acm-validations.aws.
example.com.             86400 IN CAA   0 issue "amazon.com"
*.example.com.           60    IN A     192.0.2.1
`,
  );
  expect(zoneFile([])).toBe('');
});

/** Reads quoted strings of a zone file (RFC 1035 §5.1), by itself. */
function read(line: string): { text: string; longest: number } {
  const strings = [...line.matchAll(/"((?:[^"\\]|\\\d{3}|\\[^\d])*)"/g)].map(match =>
    Buffer.from(
      [...(match[1] ?? '').matchAll(/\\(\d{3})|\\([^\d])|([\s\S])/g)].map(([, code, escaped, plain]) =>
        code === undefined ? (escaped ?? plain ?? '').charCodeAt(0) : Number(code),
      ),
    ),
  );
  return { text: Buffer.concat(strings).toString('utf8'), longest: Math.max(...strings.map(each => each.length)) };
}

test('any text comes back as it was, in strings of at most 255 bytes, on one line of plain ASCII', () => {
  const text = fc.oneof(
    anyText(600),
    fc
      .array(fc.constantFrom('"', '\\', ';', ' ', '\n', 'é', '\\065', 'v=DKIM1; p=AAA', 'x'.repeat(100)), { maxLength: 12 })
      .map(parts => parts.join('')),
  );
  fc.assert(
    fc.property(text, value => {
      const written = zoneFile([{ name: 'a.test', type: 'TXT', ttl: 60, value }]);
      expect(written).toMatch(/^a\.test\. 60 IN TXT "[ -~]*"\n$/);
      const { text, longest } = read(written.slice('a.test. 60 IN TXT '.length));
      expect(text).toBe(value.toWellFormed());
      expect(longest).toBeLessThanOrEqual(255);
    }),
    { numRuns: runs(500) },
  );
});

test('what would begin a comment or a second line never gets out of its column', () => {
  expect(zoneFile([{ name: 'a;b.test', type: 'CNAME', ttl: 60, value: '$x(.test' }])).toBe('a\\;b.test. 60 IN CNAME \\$x\\(.test.\n');
  expect(() => zoneFile([{ name: 'a.test\nevil', type: 'A', ttl: 60, value: '192.0.2.1' }])).toThrow('cannot stand in a zone file');
});

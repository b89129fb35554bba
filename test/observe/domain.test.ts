/** What an operator types for a domain: what is taken, and what each slip is told. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDomain } from '../../src/observe/domain.ts';
import { isLong } from '../long.ts';

test.each([
  ['click.example.com', 'click.example.com'],
  ['  Click.EXAMPLE.com. ', 'click.example.com'],
  ['klick.bücher.example', 'klick.xn--bcher-kva.example'],
  ['klick.xn--bcher-kva.example', 'klick.xn--bcher-kva.example'],
  ['klick。例え。jp', 'klick.xn--r8jz45g.jp'],
  ['1.example.com', '1.example.com'],
  [`${'a'.repeat(63)}.example.com`, `${'a'.repeat(63)}.example.com`],
])('%j is %s', (text, domain) => {
  expect(readDomain(text)).toEqual({ domain });
});

const meant = 'click.example.com';
test.each([
  ['https://click.example.com/', '"https://click.example.com/" is a web address, not a domain', meant],
  ['HTTPS://user@Click.Example.com:8443/a?b#c', '"HTTPS://user@Click.Example.com:8443/a?b#c" is a web address, not a domain', meant],
  ['https:/click.example.com', '"https:/click.example.com" is a web address, not a domain', meant],
  ['//click.example.com/x', '"//click.example.com/x" has a path, where the domain alone is asked for', undefined],
  ['click.example.com/CL0/x', '"click.example.com/CL0/x" has a path, where the domain alone is asked for', meant],
  ['click.example.com:443', '"click.example.com:443" has a port, where the domain alone is asked for', meant],
  ['news@click.example.com', '"news@click.example.com" is a mail address, not a domain', meant],
  ['192.0.2.1', '"192.0.2.1" is an IP address; a certificate is for a name', undefined],
  ['192.0.2.1:443', '"192.0.2.1:443" has a port, where the domain alone is asked for', undefined],
  ['2001:db8::1', '"2001:db8::1" is an IP address; a certificate is for a name', undefined],
  ['[2001:db8::1]', '"[2001:db8::1]" is an IP address; a certificate is for a name', undefined],
  ['0x7f.1', '"0x7f.1" is an IP address; a certificate is for a name', undefined],
  ['click..example.com', '"click..example.com" has an empty part between its dots', undefined],
  ['.example.com', '".example.com" has an empty part between its dots', undefined],
  ['*.example.com', '"*.example.com" stands for many names; a tracking domain is one', undefined],
  ['click.example.com, www.example.com', '"click.example.com, www.example.com" has a blank in it', undefined],
  ['click', '"click" has no dot; a tracking domain is a name below another, as click.example.com', undefined],
  ['_amazonses.example.com', '"_amazonses.example.com" is no domain: "_amazonses" is no part that a certificate can name', undefined],
  ['-click.example.com', '"-click.example.com" is no domain: "-click" is no part that a certificate can name', undefined],
  ['cl%69ck.example.com', '"cl%69ck.example.com" is no domain: it has a character that no name can have', undefined],
  ['cl\ufffdck.example.com', '"cl\ufffdck.example.com" is no domain: it has a character that no name can have', undefined],
  ['click.example.com\u0007\nx', '"click.example.com\\u0007\\nx" has a blank in it', undefined],
  [`${'a'.repeat(64)}.example.com`, expect.stringContaining('has a part of 64 characters; DNS takes 63'), undefined],
  [`${'a.'.repeat(130)}com`, expect.stringMatching(/^"(a\.){39}a…" has 263 characters; DNS takes 253$/), undefined],
  ['', 'a domain without a name', undefined],
])('%j is refused', (text, wrong, instead) => {
  expect(readDomain(text)).toEqual({ wrong, ...(instead === undefined ? {} : { meant: instead }) });
});

test('any text is a domain that DNS can be asked for, or one sentence; what was meant is a domain', () => {
  const pieces = fc.constantFrom(
    'https://',
    '.',
    '..',
    ':443',
    '/x',
    '@',
    '*',
    'xn--',
    '例え',
    '\u00ad',
    '%2e',
    '[::1]',
    'a'.repeat(64),
    'click',
    'example.com',
    '\u0000',
    ' ',
    '1',
    '。',
    '-',
  );
  const text = fc.oneof(
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map(units => String.fromCharCode(...units)),
    fc.array(pieces, { maxLength: 8 }).map(all => all.join('')),
  );
  fc.assert(
    fc.property(text, given => {
      const read = readDomain(given);
      const found = 'domain' in read ? read.domain : read.meant;
      if ('wrong' in read) expect(read.wrong).toMatch(/^[^\n]*[^.]$/u);
      if (found === undefined) return;
      expect(found.length).toBeLessThanOrEqual(253);
      expect(found).toMatch(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
      expect(readDomain(found)).toEqual({ domain: found });
    }),
    { numRuns: isLong ? 20_000 : 500 },
  );
});

/** A tracked link is taken apart on its raw form, and put together as SES does. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clickPath,
  encodeTarget,
  makeMessageId,
  openPath,
  parseTrackedLink,
  readMessageId,
  regionCodes,
  signedPath,
} from '../../src/links/tracked-link.ts';
import { corpus } from '../corpus.ts';
import { anyText } from '../events/wild-text.ts';
import { runs } from '../long.ts';

const messageId = '010001816026a82e-ed8bf730-9218-4bda-b6f6-f4cee9b40211-000111';
const tail = `/1/${messageId}/nVJFAfXMPlF3tMn_oOcfaMxq9lDgIr3xTGYzY=252`;

describe('taking apart', () => {
  test('an intact link gives its target decoded once, and everything in its tail', () => {
    expect(parseTrackedLink(`/CL0/https:%2F%2Fid.example.com%2Fv%3Fmail=a%2540b.com%26x=1${tail}`)).toEqual({
      kind: 'click',
      marker: 'CL0',
      form: 'intact',
      target: 'https://id.example.com/v?mail=a%40b.com&x=1',
      raw: 'https:%2F%2Fid.example.com%2Fv%3Fmail=a%2540b.com%26x=1',
      ordinal: 1,
      messageId,
      signature: 'nVJFAfXMPlF3tMn_oOcfaMxq9lDgIr3xTGYzY=',
      keyId: '252',
      extra: '',
    });
  });

  test('a link that a client decoded is cut at its last tail and not decoded again', () => {
    expect(parseTrackedLink(`/CL0/https://www.example.com/2024/1?q=a%26b${tail}`)).toMatchObject({
      form: 'decoded',
      target: 'https://www.example.com/2024/1?q=a%26b',
      ordinal: 1,
    });
  });

  test('a decoded link that leads to another tracked link keeps the inner one whole', () => {
    const inner = `https://click.example.com/CL0/https:%2F%2Fexample.com%2F${tail}`;
    expect(parseTrackedLink(`/CL0/${inner}${tail}`)).toMatchObject({ form: 'decoded', target: inner });
  });

  test('the custom path of CL1 is not part of the target', () => {
    expect(parseTrackedLink(`/CL1/app/https:%2F%2Fexample.com%2F${tail}`)).toMatchObject({
      marker: 'CL1',
      customPath: 'app',
      target: 'https://example.com/',
    });
  });

  test.each([
    ['as SES writes it', 'abc=252'],
    ['with the = encoded', 'abc%3D252'],
    ['after one quoted-printable decoding too many', 'abc%2'],
  ])('a signature is read %s', (_, text) => {
    expect(parseTrackedLink(`/L0/https:%2F%2Fexample.com/1/${messageId}/${text}`)).toMatchObject({ signature: 'abc=', keyId: '252' });
  });

  test.each(['abc', '=252', 'abc=2521', '!abc=252', 'abc%3D', '%2', 'abc%25', '!abc%2'])('a signature that reads %s is none', text => {
    const link = parseTrackedLink(`/L0/https:%2F%2Fexample.com/1/${messageId}/${text}`);
    expect(link).toMatchObject({ target: 'https://example.com', messageId });
    expect(link).not.toHaveProperty('signature');
  });

  test.each(['http://click.example.com', 'https://click.example.com:8443', 'HTTPS://CLICK.EXAMPLE.COM'])(
    'as a proxy asks for it, behind %s',
    host => {
      expect(parseTrackedLink(`${host}/CL0/https:%2F%2Fexample.com%2F${tail}`)).toMatchObject({ target: 'https://example.com/' });
    },
  );

  test('a tracking path further down belongs to somebody else', () => {
    expect(parseTrackedLink(`/r/CL0/https:%2F%2Fexample.com%2F${tail}`).kind).toBe('none');
    expect(parseTrackedLink(`/r/I0/${messageId}`).kind).toBe('none');
  });

  test('a message id in capitals is one, and a line break in a target stays in it', () => {
    expect(parseTrackedLink(`/CL0/https:%2F%2Fexample.com%2F/1/${messageId.toUpperCase()}`)).toMatchObject({ messageId: messageId.toUpperCase() });
    expect(parseTrackedLink(`/CI0/${messageId.toUpperCase()}`)).toMatchObject({ marker: 'CI0', messageId: messageId.toUpperCase() });
    expect(parseTrackedLink(`/CL0/https:%2F%2Fexample.com%2Fa\nb${tail}`)).toMatchObject({ target: 'https://example.com/a\nb', messageId });
    expect(parseTrackedLink(`/I0/${messageId}?a\nb`)).toMatchObject({ messageId, extra: '?a\nb' });
  });

  test('two slashes that a proxy made one are two again, behind the scheme alone', () => {
    for (const scheme of ['http:', 'https:', 'HTTPS:'])
      expect(parseTrackedLink(`/CL0/${scheme}/example.com/r?u=http:/a${tail}`)).toMatchObject({ target: `${scheme}//example.com/r?u=http:/a` });
    expect(parseTrackedLink(`/CL0/https://example.com/r?u=http:/a${tail}`)).toMatchObject({ target: 'https://example.com/r?u=http:/a' });
  });

  test('what others append is kept apart', () => {
    expect(parseTrackedLink(`/CL0/https:%2F%2Fexample.com%2F${tail}?utm_source=x`)).toMatchObject({
      target: 'https://example.com/',
      signature: 'nVJFAfXMPlF3tMn_oOcfaMxq9lDgIr3xTGYzY=',
      extra: '?utm_source=x',
    });
  });

  test('a link without its signature or without its tail still tells where it leads', () => {
    expect(parseTrackedLink(`/CL0/https:%2F%2Fexample.com%2Fa/1/${messageId}`)).toMatchObject({ target: 'https://example.com/a', messageId });
    expect(parseTrackedLink('/CL0/https:%2F%2Fexample.com%2Fa%3Fx=1?utm=2')).toMatchObject({ target: 'https://example.com/a?x=1', extra: '?utm=2' });
    expect(parseTrackedLink('/CL0/https:%2F%2Fexample.com?u=/b')).toMatchObject({ target: 'https://example.com', extra: '?u=/b' });
    expect(parseTrackedLink('/CL0/?u=b')).toEqual({ kind: 'none', why: 'there is no target' });
    expect(parseTrackedLink('/CL0/a?u=b')).toMatchObject({ target: 'a', extra: '?u=b' });
    expect(parseTrackedLink('/CL0/https://example.com/a/b?x=1')).toMatchObject({ form: 'decoded', target: 'https://example.com/a/b?x=1' });
  });

  test('a pixel has no target', () => {
    expect(parseTrackedLink('/I0/01000194986611ff-249f98f9-a77f-44ba-bf99-9af2a6532e84-000000/JLFE2DMX9AgAzB4ZJCneOpbjKAY=410')).toEqual({
      kind: 'open',
      marker: 'I0',
      messageId: '01000194986611ff-249f98f9-a77f-44ba-bf99-9af2a6532e84-000000',
      signature: 'JLFE2DMX9AgAzB4ZJCneOpbjKAY=',
      keyId: '410',
      extra: '',
    });
  });

  test.each(['/CL0/', '/CL0', '/', '', '/CL1/app/', '/I0/x', '/CL2/https:%2F%2Fa.b', `/CL0/%ZZ${tail}`, `/CL0/https:%2F%2Fa.b?x=1${tail}`])(
    '%s is refused with a reason',
    target => {
      expect(parseTrackedLink(target)).toEqual({ kind: 'none', why: expect.stringMatching(/\w/) });
    },
  );

  test('nothing that comes over the wire makes it throw or take long', () => {
    const text = fc.oneof(
      anyText(),
      fc.array(fc.constantFrom('/', '1', messageId, '%', '=', '252', 'CL0', '?', '\n', '%2F'), { maxLength: 300 }).map(parts => parts.join('')),
    );
    fc.assert(
      fc.property(fc.constantFrom('', '/CL0/', '/CL1/', '/I0/', 'https://a/CL0/'), text, (head, rest) => {
        expect(['click', 'open', 'none']).toContain(parseTrackedLink(head + rest).kind);
      }),
      { numRuns: runs(500) },
    );
    expect(parseTrackedLink(`/CL0/${`/1/${messageId}`.repeat(20_000)}`).kind).toBe('click');
    expect(parseTrackedLink(`/CL0/${'1'.repeat(1_000_000)}`).kind).toBe('click');
  });
});

describe('putting together', () => {
  const target = fc
    .tuple(
      fc.constantFrom('http', 'https', 'HTTPS'),
      fc.domain(),
      fc.array(fc.constantFrom(..."abcXYZ019-._~:/?#[]@!$&'()*+,;=", '%20', '%2F', '%25', '%C3%A9', '/1', `/1/${messageId}`), { maxLength: 40 }),
    )
    .map(([scheme, host, rest]) => `${scheme}://${host}/${rest.join('')}`);

  test('what was put together comes apart the same', () => {
    fc.assert(
      fc.property(target, fc.integer({ min: 1, max: 250 }), fc.constantFrom('L0', 'CL0', 'CL1'), (url, ordinal, marker) => {
        const customPath = marker === 'CL1' ? { customPath: 'a-b.c_1' } : {};
        const path = signedPath(clickPath({ marker, ...customPath, target: url, ordinal, messageId }), 'abc_-1=', '252');
        expect(parseTrackedLink(path)).toEqual({
          kind: 'click',
          marker,
          ...customPath,
          form: 'intact',
          target: url,
          raw: encodeTarget(url),
          ordinal,
          messageId,
          signature: 'abc_-1=',
          keyId: '252',
          extra: '',
        });
      }),
      { numRuns: runs(500) },
    );
  });

  test('decoded once by a client it still tells the same target', () => {
    fc.assert(
      fc.property(target, url => {
        const path = signedPath(clickPath({ marker: 'CL0', target: url, ordinal: 1, messageId }), 'abc=', '33');
        expect(parseTrackedLink(decodeURIComponent(path))).toMatchObject({ kind: 'click', form: 'decoded', target: url, messageId, keyId: '33' });
      }),
      { numRuns: runs(500) },
    );
  });

  test('a target is one segment with the five characters encoded and nothing else', () => {
    expect(encodeTarget("https://a.b:8443/p,q@r?x=1&y=%40#f;(~!*'+)")).toBe("https:%2F%2Fa.b:8443%2Fp,q@r%3Fx=1%26y=%2540%23f;(~!*'+)");
    expect(openPath({ marker: 'CI0', messageId })).toBe(`/CI0/${messageId}`);
  });

  test('under CL1 the segment of the custom path stands there even where it is empty', () => {
    const path = clickPath({ marker: 'CL1', target: 'https://example.com/', ordinal: 1, messageId });
    expect(path).toBe(`/CL1//https:%2F%2Fexample.com%2F/1/${messageId}`);
    expect(parseTrackedLink(path)).toMatchObject({ customPath: '', target: 'https://example.com/' });
  });
});

describe('message ids', () => {
  test('region and time are read from the id', () => {
    expect(readMessageId('010001745adc30c9-e69db973-8a14-4609-a7bd-c1be2ce1da1d-000000')).toEqual({
      region: 'us-east-1',
      sentAt: new Date('2020-09-04T20:43:33.961Z'),
    });
    expect(readMessageId('nonsense')).toBeUndefined();
    expect(readMessageId('010F01745ADC30C9-E69DB973-8A14-4609-A7BD-C1BE2CE1DA1D-000000')?.region).toBe('us-east-2');
    expect(readMessageId('01ff01745adc30c9-e69db973-8a14-4609-a7bd-c1be2ce1da1d-000000')).not.toHaveProperty('region');
    expect(readMessageId('0100ffffffffffff-e69db973-8a14-4609-a7bd-c1be2ce1da1d-000000')?.sentAt).toEqual(new Date(0xffffffffffff));
  });

  test('every region that has been seen is read back from an id made for it', () => {
    for (const region of Object.values(regionCodes)) {
      expect(region).toMatch(/^[a-z]{2}-[a-z]+-[1-9]$/);
      expect(readMessageId(makeMessageId(region, 0, 'ed8bf730-9218-4bda-b6f6-f4cee9b40211'))?.region).toBe(region);
    }
  });

  test('an id that was made is read back', () => {
    const id = makeMessageId('eu-west-1', 1_700_000_000_000, 'ed8bf730-9218-4bda-b6f6-f4cee9b40211');
    expect(id).toBe('0102018bcfe56800-ed8bf730-9218-4bda-b6f6-f4cee9b40211-000000');
    expect(readMessageId(id)).toEqual({ region: 'eu-west-1', sentAt: new Date(1_700_000_000_000) });
    expect(readMessageId(makeMessageId('mars-1', 0, 'ed8bf730-9218-4bda-b6f6-f4cee9b40211'))).toEqual({ sentAt: new Date(0) });
  });
});

const cases = join(corpus, 'decode-cases.jsonl');

describe.skipIf(!existsSync(cases))(`decode cases of the corpus${existsSync(cases) ? '' : ` (skipped: no ${cases})`}`, () => {
  const lines = existsSync(cases) ? readFileSync(cases, 'utf8').trim().split('\n').slice(1) : [];
  const all = lines.map(line => JSON.parse(line) as { id: string; input: string; expected: { action: string; target?: string } });

  test.each(all.filter(one => one.expected.action === 'redirect'))('$id leads to its target', ({ input, expected }) => {
    expect(parseTrackedLink(input)).toMatchObject({ kind: 'click', target: expected.target });
  });

  test.each(all.filter(one => one.expected.action === 'pixel'))('$id is a pixel', ({ input }) => {
    expect(parseTrackedLink(input).kind).toBe('open');
  });

  test.each(all.filter(one => one.expected.action === 'refuse'))('$id shows the redirector what it must refuse', ({ input }) => {
    const link = parseTrackedLink(input);
    if (link.kind !== 'click') return expect(link.kind).toBe('none');
    // An allowed, well-formed address would be redirected to: none of these may look like one.
    expect(link.target).not.toMatch(/^https?:\/\/(id\.|www\.)?example\.com(\/[!-[\]-~]*)?$/);
  });
});

/** The message that send writes: what a mail program and SES will read. */
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { readAddress } from '../../src/mail/address.ts';
import { compose, linksOf, placeholdersOf, textOf, titleOf } from '../../src/mail/message.ts';
import { readTags } from '../../src/mail/tags.ts';
import { readTemplate } from '../../src/mail/template.ts';
import { anyText } from '../events/wild-text.ts';
import { runs } from '../long.ts';

const stamp = { at: Date.UTC(2026, 10, 24, 10), id: '0b6f8a1e-1111-4222-8333-444455556666' };
const draft = { from: 'Ann <ann@example.com>', to: 'bob@example.com', subject: 'Grüße', html: '<p>hé</p>', text: 'hé', ...stamp };

test('it has text and HTML in quoted-printable, seven-bit, lines ended by CRLF', async () => {
  const raw = Buffer.from(await compose(draft)).toString('latin1');
  expect(raw).toMatch(/^Content-Type: multipart\/alternative/im);
  expect(raw.match(/^Content-Transfer-Encoding: quoted-printable$/gim)).toHaveLength(2);
  expect(raw).not.toMatch(/[^\x00-\x7f]/);
  expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(raw).toContain('Message-ID: <0b6f8a1e-1111-4222-8333-444455556666@example.com>');
  expect(raw).toContain('Date: Tue, 24 Nov 2026 10:00:00 +0000');
});

test('whatever the words, a mail program reads back what was written', async () => {
  const words = anyText(60).filter(text => !/[\u0000-\u001f\u007f\u2028\u2029]/.test(text));
  await fc.assert(
    fc.asyncProperty(words, words, async (subject, html) => {
      const read = await PostalMime.parse(await compose({ ...draft, subject: `a${subject}b`, html: `<p>${html}</p>` }));
      expect(read.html?.trim()).toBe(`<p>${html}</p>`.trim());
      expect(read.subject?.replace(/\s+/g, '')).toBe(`a${subject}b`.replace(/\s+/g, ''));
      expect(read.to?.map(({ address }) => address)).toEqual(['bob@example.com']);
    }),
    { numRuns: runs(60) },
  );
});

test('the built-in mail has two links, one with a query, and names its recipient', async () => {
  const { message } = await readTemplate(undefined, undefined, async () => new Uint8Array());
  const read = await PostalMime.parse(await message('ann@example.com', 'bob@example.com', stamp));
  expect(linksOf(read.html ?? '')).toEqual(['https://example.com/', 'https://example.com/search?q=ses-track&page=2']);
  expect(read.html).toContain('bob@example.com');
  expect(read.subject).toBe('ses-track test');
});

test('an HTML file gives its own title as subject, and its links as text', async () => {
  const html =
    '<html><head><title>Welcome\n aboard</title></head><body><a href="https://a.example/?x=1&amp;y=2">x</a> <a href=mailto:x@y.example>m</a></body></html>';
  const { message, placeholders } = await readTemplate('welcome.html', undefined, async () => Buffer.from(html));
  const read = await PostalMime.parse(await message('ann@example.com', 'bob@example.com', stamp));
  expect(read.subject).toBe('Welcome aboard');
  expect(read.text?.trim()).toBe('Welcome aboard\n\nThis message is written in HTML. Its links:\n\nhttps://a.example/?x=1&y=2');
  expect(placeholders).toEqual([]);
});

test("entities in a title are read, for a subject has none; so are a link's in the text", async () => {
  const html = '<title>Tom &amp; J&eacute;r&ocirc;me&#8217;s</title><a href="https://a.example/?x=1&#x26;y=&quot;&copy=3">x</a>';
  const { message } = await readTemplate('welcome.html', undefined, async () => Buffer.from(html));
  const read = await PostalMime.parse(await message('ann@example.com', 'bob@example.com', stamp));
  expect(read.subject).toBe('Tom & Jérôme’s');
  expect(read.text).toContain('https://a.example/?x=1&y="&copy=3');
});

test('an .eml is sent byte for byte, and takes no subject', async () => {
  const bytes = Buffer.from('From: a@b.example\r\n\r\n\xff\x00raw', 'latin1');
  expect(await (await readTemplate('x.eml', undefined, async () => bytes)).message('', '', stamp)).toBe(bytes);
  await expect(readTemplate('x.eml', 'new', async () => bytes)).rejects.toThrow('--subject and an .eml');
});

test('an empty file and a subject with a line break are refused', async () => {
  await expect(readTemplate('x.html', undefined, async () => new Uint8Array())).rejects.toThrow('x.html is empty');
  await expect(readTemplate(undefined, 'hi\r\nBcc: all@example.com', async () => new Uint8Array())).rejects.toThrow('--subject has a line break');
});

test('a file beyond what SES takes is refused before anything is made of it', async () => {
  await expect(readTemplate('x.html', undefined, async () => new Uint8Array(40 * 1024 * 1024 + 1))).rejects.toThrow('x.html has 41943041 bytes');
});

test("placeholders are named, SES's own are not", () => {
  expect(placeholdersOf('{{name}} {{{raw}}} {{ses:openTracker}} {{ amazonSESUnsubscribeUrl }} {{name}}')).toEqual(['{{name}}', '{{{raw}}}']);
});

test('a title that is not there is no subject; a mail without links says no more than it is', () => {
  expect(titleOf('<p>x</p>')).toBeUndefined();
  expect(textOf('Hi', '<p>x</p>')).toBe('Hi\n\nThis message is written in HTML.\n');
});

test.each([
  ['Ann Smith <ann@example.com>', 'ann@example.com'],
  [' ann+x@example.com ', 'ann+x@example.com'],
])('%j is the address %s', (given, bare) => {
  expect(readAddress(given, 'to')).toBe(bare);
});

test.each([
  ['Doe, Ann <ann@example.com>', 'Doe, Ann'],
  ['"Doe, \\"A\\" Ann" <ann@example.com>', 'Doe, "A" Ann'],
  ['Support: Acme; <ann@example.com>', 'Support: Acme;'],
  ['boss@example.com, Ann <ann@example.com>', 'boss@example.com, Ann'],
  ['Jürgen Müller (home) <ann@example.com>', 'Jürgen Müller (home)'],
])('all of %j before the address is its name, and never another sender', async (from, name) => {
  const read = await PostalMime.parse(await compose({ ...draft, from }));
  expect(read.from).toEqual({ name, address: 'ann@example.com' });
  expect(read.headers.filter(({ key }) => key === 'from')).toHaveLength(1);
});

test('a domain that is not ASCII goes out in Punycode, as SES asks, in every header', async () => {
  expect(readAddress('Ann <ann@bücher.example>', 'to')).toBe('ann@xn--bcher-kva.example');
  const raw = Buffer.from(await compose({ ...draft, from: 'Ann <ann@bücher.example>', to: 'bob@bücher.example' })).toString('latin1');
  expect(raw).toContain('From: Ann <ann@xn--bcher-kva.example>');
  expect(raw).toMatch(/^Message-ID: <[0-9a-f-]+@xn--bcher-kva\.example>/m);
  expect(raw).not.toMatch(/[^\x00-\x7f]/);
});

test('a name before the @ that is not ASCII is refused, for SES takes none', () => {
  expect(() => readAddress('jürgen@example.com', 'to')).toThrow('--to "jürgen@example.com" is not ASCII before the @');
});

test.each(['', 'ann', 'a@b@c', 'a@x.example, b@x.example', 'a@x.example\r\nBcc: b@x.example', 'Ann <a@x.example', '<a@x.example> <b@x.example>'])(
  '%j is not one address and is refused',
  given => {
    expect(() => readAddress(given, 'to')).toThrow(/^--to /);
  },
);

test('tags are name=value in the characters SES takes', () => {
  expect(readTags(['campaign=spring_2026', 'a=b-c'])).toEqual([
    { name: 'campaign', value: 'spring_2026' },
    { name: 'a', value: 'b-c' },
  ]);
});

test.each(['campaign', '=x', 'x=', 'a b=c', 'a=b c', 'a=ü', `a=${'x'.repeat(257)}`, 'ses:x=y', 'a=b=c'])('the tag %j is refused as exit 2', tag => {
  expect(() => readTags([tag])).toThrow(expect.objectContaining({ exit: 2 }));
});

test('a tag twice is refused', () => {
  expect(() => readTags(['a=1', 'a=2'])).toThrow('--tag a is given twice');
});

/** Rules that weigh what SES makes of a mail: to the byte, on either side of the limit. */
import { expect, test } from 'vitest';
import { lintText } from '../plain.ts';

const rulesOf = async (html: string): Promise<string[]> => (await lintText('page.html', html)).report.findings.map(({ rule }) => rule);
const link = (url: string, attributes = ''): string => `<a href="${url}"${attributes}>x</a>\n`;
/** What SES adds to a link, and to a message. */
const wrapBytes = 145;
const pixelBytes = 190;

test('a link is too long from the byte on that CloudFront refuses', async () => {
  const host = 'https://x.example/';
  // Three slashes are two bytes more each, once they are encoded.
  const longest = 8192 - wrapBytes - host.length - 3 * 2;
  expect(await rulesOf(link(host + 'y'.repeat(longest)))).toEqual([]);
  expect(await rulesOf(link(host + 'y'.repeat(longest + 1)))).toEqual(['long-link']);
  expect(await rulesOf(link(host + 'y'.repeat(longest + 1), ' ses:no-track'))).toEqual([]);
  // So are question marks, ampersands, hashes and percent signs.
  expect(await rulesOf(link(`${host}?a&b#c%20${'y'.repeat(longest - 9 - 4 * 2)}`))).toEqual([]);
  expect(await rulesOf(link(`${host}?a&b#c%20${'y'.repeat(longest - 9 - 4 * 2 + 1)}`))).toEqual(['long-link']);
});

test('a mail is clipped from the byte on that Gmail cuts off, links counted as SES wraps them', async () => {
  const limit = 102 * 1024;
  const clean = 'https://x.example/';
  /** Links, and text up to a size. */
  const mail = (size: number, head: string): string => head + 'z'.repeat(size - head.length);
  const tracked = link(clean).repeat(100);
  const grown = 100 * (wrapBytes + 3 * 2) + pixelBytes;
  expect(await rulesOf(mail(limit - grown, tracked))).toEqual([]);
  expect(await rulesOf(mail(limit - grown + 1, tracked))).toEqual(['gmail-clipping']);
  const untracked = link(clean, ' ses:no-track').repeat(100);
  expect(await rulesOf(mail(limit - pixelBytes, untracked))).toEqual([]);
  expect(await rulesOf(mail(limit - pixelBytes + 1, untracked))).toEqual(['gmail-clipping']);
});

test('only what stands before the pixel pushes it out of what Gmail shows', async () => {
  const limit = 102 * 1024;
  const tracker = '{{ses:openTracker}}';
  const links = link('https://x.example/').repeat(100);
  expect(await rulesOf('z'.repeat(limit - pixelBytes) + tracker + links)).toEqual([]);
  expect(await rulesOf('z'.repeat(limit - pixelBytes + 1) + tracker + links)).toEqual(['gmail-clipping']);
  expect(await rulesOf(`${'z'.repeat(limit - pixelBytes)}</body>${links}`)).toEqual([]);
});

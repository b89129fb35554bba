/** What is said of an address that is not RFC 3986, and what --fix writes in its place. */
import { describe, expect, test } from 'vitest';
import { fixAll } from '../../src/lint/fix.ts';
import { lintText } from './plain.ts';

const page = (url: string): string => `<a href="${url}">x</a>`;
const said = async (url: string): Promise<string | undefined> =>
  (await lintText('page.html', page(url))).report.findings.find(({ rule }) => rule === 'not-rfc3986')?.message;

describe('said of', () => {
  const site = 'https://www.example.com';
  const lost = 'SES will not track this link';
  test.each([
    [`${site}/a b`, `a raw space in the address is not RFC 3986: ${lost}. Write %20`],
    [`${site}/a   b`, `3 raw spaces in the address are not RFC 3986: ${lost}. Write %20%20%20`],
    [`${site}/a    b`, `4 raw spaces in the address are not RFC 3986: ${lost}. Write %20%20%20…`],
    [`${site}/a\rb`, `the address is broken by a line break, which RFC 3986 does not allow: ${lost}. Write it on one line`],
    [`${site}/a \nb`, `the address is broken by a line break, which RFC 3986 does not allow: ${lost}. Write it on one line`],
    [`${site}/a\tb`, `the address is broken by a tab, which RFC 3986 does not allow: ${lost}. Write it on one line`],
    [`${site}/a\u0001b`, `the control character U+0001 is not RFC 3986: ${lost}. Delete it`],
    [`${site}/a\u007fb`, `the control character U+007F is not RFC 3986: ${lost}. Delete it`],
    ['https://www.exa mple.com/', `a space in the host name: ${lost}, and it leads nowhere. Delete the space`],
    ['https:// www.example.com/', `a space in the host name: ${lost}, and it leads nowhere. Delete the space`],
    ['https://www.example.com /', `a space in the host name: ${lost}, and it leads nowhere. Delete the space`],
    ['https://a b@www.example.com/', `a raw space in the address is not RFC 3986: ${lost}. Write %20`],
    ['https://ü@www.example.com/', `"ü" is not RFC 3986: ${lost}. Write %C3%BC`],
    ['https://www.exämple.com/', `"ä" in the host name is not RFC 3986: ${lost}. Write the host in its ASCII form: www.xn--exmple-cua.com`],
    ['https://u@exämple.com:80/', `"ä" in the host name is not RFC 3986: ${lost}. Write the host in its ASCII form: xn--exmple-cua.com`],
    ['https://xn--ä/', `"ä" in the host name is not RFC 3986: ${lost}. Write the host in its ASCII form`],
    ['https://www.exam|ple.com/', `"|" cannot stand in a host name: ${lost}. Delete it`],
    [`${site}/ü|`, `"ü" is not RFC 3986: ${lost}. Write %C3%BC (1 other place in this address too)`],
    [`${site}/|`, `"|" is not RFC 3986 here: ${lost}. Write %7C`],
    [`${site}/&quot;`, `'"' is not RFC 3986 here: ${lost}. Write %22`],
    [`${site}/#a#`, `"#" is not RFC 3986 inside a fragment: ${lost}. Write %23`],
    [`${site}/^^^^^^^^`, `"^^^^^^^^" is not RFC 3986 here: ${lost}. Write ${'%5E'.repeat(8)}`],
    [`${site}/^^^^^^^^^`, `"^^^^^^^^^" is not RFC 3986 here: ${lost}. Write ${'%5E'.repeat(8)}…`],
    [`${site}/${'ü'.repeat(30)}`, `"${'ü'.repeat(30)}" is not RFC 3986: ${lost}. Write ${'%C3%BC'.repeat(8)}…`],
    [`${site}/${'ü'.repeat(31)}`, `"${'ü'.repeat(29)}…" is not RFC 3986: ${lost}. Write ${'%C3%BC'.repeat(8)}…`],
    [`${site}\\a`, `a backslash is not RFC 3986: ${lost}. Write /`],
    [`${site}/a\u00adb`, `an invisible character (U+00AD) in the address: ${lost}. Delete it`],
    [`${site}/a\u{e0001}b`, `an invisible character (U+E0001) in the address: ${lost}. Delete it`],
    [`${site}/a\u3000b`, `a space beyond ASCII (U+3000) in the address: ${lost}. Write %20, or %E3%80%80 where it is meant`],
    [`${site}/a\ufffdb`, `"\ufffd" is not RFC 3986: ${lost}. Write %EF%BF%BD`],
    [`${site}/100%`, `"%" is a % that begins no two-digit code: ${lost}. Write %25 for a percent sign`],
    [`${site}:80a/`, `the port "80a" is no number: ${lost}. Write digits`],
    ['https://a@b@www.example.com/', `a second @ before the host is not RFC 3986: ${lost}. Write %40`],
    ['https://[::g]/', `"[::g]" is no IPv6 address: ${lost}. Write the host's name`],
    ['1a:b', `what stands before the colon is no scheme: ${lost}. Begin the address with https://`],
  ])('%j', async (url, message) => expect(await said(url)).toBe(message));
});

test('half a character is told as what it becomes, and left to a person', async () => {
  const json = (url: string): string => `{"TemplateContent":{"Html":"<a href='${url}'>x</a>"}}`;
  const { report } = await lintText('t.json', json('https://www.example.com/\\ud800?\\ud800'));
  expect(report.findings.map(({ message }) => message)).toEqual([
    '"\ufffd" is not RFC 3986: SES will not track this link. Write %EF%BF%BD (1 other place in this address too)',
  ]);
  expect(report.fixes).toEqual([]);
});

test.each([
  ['https://www.example.com/a b', 'https://www.example.com/a%20b'],
  ['https://www.example.com?a b', 'https://www.example.com?a%20b'],
  ['https://www.example.com/<&quot;>', 'https://www.example.com/%3C%22%3E'],
  ['https://www.example.com/日', 'https://www.example.com/%E6%97%A5'],
  ['https://www.example.com/a b ü', 'https://www.example.com/a%20b%20%C3%BC'],
])('--fix makes of %j %j', async (url, mended) => {
  const { bytes } = await fixAll(Buffer.from(page(url)), each => lintText('page.html', each));
  expect(String(bytes)).toBe(page(mended));
});

test.each([
  ['a character that browsers send as it is', 'https://www.example.com/a|b'],
  ['a per cent sign', 'https://www.example.com/100%'],
  ['a control character', 'https://www.example.com/a\u0001b'],
  ['a space that browsers strip', 'https://www.example.com/a b '],
  ['a character that was lost already', 'https://www.example.com/a\ufffdb'],
  ['an invisible character', 'https://www.example.com/a\u00adb'],
  ['a tab somewhere', 'https://www.example.com/ü\tb'],
  ['a space before the host', 'https://a b@www.example.com/'],
])('--fix leaves %s to a person', async (_, url) =>
  expect((await fixAll(Buffer.from(page(url)), each => lintText('page.html', each))).count).toBe(0),
);

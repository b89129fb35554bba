/** Every format, over the same few files: byte for byte, valid where a schema or a parser says so, and safe whatever a file holds. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import * as parse5 from 'parse5';
import { describe, expect, test } from 'vitest';
import { checkUri } from '../../../src/links/rfc3986.ts';
import { formats } from '../../../src/lint/formats/index.ts';
import { sarif } from '../../../src/lint/formats/sarif.ts';
import { xml } from '../../../src/lint/formats/xml.ts';
import { pages } from '../../../src/lint/pages.ts';
import type { Rule } from '../../../src/lint/rule.ts';
import { rules } from '../../../src/lint/rules/index.ts';
import { formatOptions, shown } from '../plain.ts';

const article = '<p>Hello</p>\n<a href="https://id.example.com/signinverify?code=E68JJD9MV3&mail=jm-kkbbzz%40163.com&name=OPPO A33m">x</a>\n';
const files = [
  ['mail/article.html', article],
  ['mail/clean.html', '<a href="https://www.example.com/">x</a>\n'],
  ['mail/odd, name: 100%.html', '<a href="https://www.example.com/\u202e<b>&amp;">x</a>\n<a href="#">x</a>\n'],
  ['mail/picture.html', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0, 1, 2, 3, 0xff])],
  ['mail/ses.json', '{"TemplateContent":{"Subject":"x","Html":"\\n\\n<a href=\\"https://www.example.com/a b\\">x</a>"}}'],
  // Advice, a place that ends on another line, an absolute path.
  ['/srv/mail/lines.html', '<a href="mailto:help@example.com">x</a>\n<a href="https://www.example.com/a\r\nb">x</a>\n'],
] as const;

describe('byte for byte', () => {
  test.each(Object.keys(formats).filter(name => name !== 'text'))('%s', async name => {
    const once = await shown(name, files);
    expect(await shown(name, files)).toBe(once);
    // The rules are the same for every run, and tested elsewhere.
    const brief = once.replace(/"rules":\[.*\]\}\},"columnKind"/, '"rules":…}},"columnKind"');
    await expect(brief).toMatchFileSnapshot(join(import.meta.dirname, `${name}.golden`));
  });
});

describe('sarif', () => {
  const schema = JSON.parse(
    readFileSync(join(createRequire(import.meta.url).resolve('@microsoft/jest-sarif'), '../schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
  );
  // Written for draft 04, which names itself by id; nothing else in it differs.
  delete schema.$schema;
  delete schema.id;
  const validate = new Ajv({
    strict: false,
    unicodeRegExp: false,
    formats: {
      uri: (text: string) => checkUri(text).kind === 'valid',
      'uri-reference': (text: string) => checkUri(text).kind !== 'invalid',
      'date-time': true,
    },
  }).compile(schema);
  const run = async () => JSON.parse(await shown('sarif', files));

  test('is valid by the published schema', async () => {
    const log = await run();
    validate(log);
    expect(validate.errors ?? []).toEqual([]);
    log.runs[0].results[0].level = 'bad';
    expect(validate(log)).toBe(false);
  });

  test('an empty run is valid too', async () => {
    expect(validate(JSON.parse(await shown('sarif', [])))).toBe(true);
  });

  test('carries every rule with its page and default level', async () => {
    const { driver } = (await run()).runs[0].tool;
    expect(driver.rules.map(({ id }: { id: string }) => id)).toEqual(rules.map(({ id }) => id));
    expect(driver.rules.find(({ id }: { id: string }) => id === 'not-rfc3986').help.markdown).toBe(pages['not-rfc3986']);
  });

  test('points at the space, and its fix is the space', async () => {
    const [first] = (await run()).runs[0].results;
    expect(rules[first.ruleIndex]?.id).toBe('not-rfc3986');
    expect(first.locations[0].physicalLocation.region).toEqual({ startLine: 2, startColumn: 96, endLine: 2, endColumn: 97 });
    const [{ deletedRegion, insertedContent }] = first.fixes[0].artifactChanges[0].replacements;
    expect(article.slice(deletedRegion.charOffset, deletedRegion.charOffset + deletedRegion.charLength)).toBe(' ');
    expect(insertedContent.text).toBe('%20');
  });

  test('says which rules are off', async () => {
    const levelOf = (rule: Rule) => (rule.id === 'not-rfc3986' ? 'off' : 'info');
    const log = JSON.parse(`${sarif({ ...formatOptions, levelOf }).begin()}]}]}`);
    const { rules: told } = log.runs[0].tool.driver;
    expect(told.find(({ id }: Rule) => id === 'not-rfc3986').defaultConfiguration).toEqual({ enabled: false });
    expect(told.find(({ id }: Rule) => id === 'not-http').defaultConfiguration).toEqual({ level: 'note' });
    for (const { properties } of told) expect(properties.tags).toEqual(['email', 'click-tracking']);
  });

  test.each([
    ['mail/a b.html', { uri: 'mail/a%20b.html', uriBaseId: '%SRCROOT%' }],
    ['././mail/./a.html', { uri: 'mail/./a.html', uriBaseId: '%SRCROOT%' }],
    ['.mail/a.html', { uri: '.mail/a.html', uriBaseId: '%SRCROOT%' }],
    ['../mail/a.html', { uri: '../mail/a.html', uriBaseId: '%SRCROOT%' }],
    ['mail\\a.html', { uri: 'mail/a.html', uriBaseId: '%SRCROOT%' }],
    ['a\ud800.html', { uri: 'a%EF%BF%BD.html', uriBaseId: '%SRCROOT%' }],
    ['/srv/mail/a#b.html', { uri: 'file:///srv/mail/a%23b.html' }],
  ])('%j is where code scanning looks for it', async (file, location) => {
    const { results } = JSON.parse(await shown('sarif', [[file, article]])).runs[0];
    expect(results[0].locations[0].physicalLocation.artifactLocation).toEqual(location);
    expect(results[0].fixes[0].artifactChanges[0].artifactLocation).toEqual(location);
  });

  test('of a run that could lint every file there is nothing else to tell', async () => {
    expect(JSON.parse(await shown('sarif', [['a.html', article]])).runs[0].invocations).toEqual([{ executionSuccessful: true }]);
  });

  test('says which file could not be linted, and that the run was no success', async () => {
    const [{ executionSuccessful, toolExecutionNotifications }] = (await run()).runs[0].invocations;
    expect(executionSuccessful).toBe(false);
    expect(toolExecutionNotifications[0].locations[0].physicalLocation.artifactLocation.uri).toBe('mail/picture.html');
  });
});

test('github annotates the line of the file, not of the decoded part, and escapes what would end a property', async () => {
  const said = await shown('github', files);
  expect(said).toContain('::error file=mail/article.html,line=2,endLine=2,col=96,endColumn=97,title=ses-track not-rfc3986::');
  expect(said).toContain('Write %2520');
  expect(said).toContain('file=mail/odd%2C name%3A 100%25.html,');
  expect(said).toMatch(/file=mail\/ses\.json,line=1,/);
  expect(said).toContain('::notice file=/srv/mail/lines.html,line=1,endLine=1,col=10,endColumn=17,title=ses-track not-http::');
  expect(said).toContain('::error file=/srv/mail/lines.html,line=2,endLine=3,title=ses-track not-rfc3986::');
  expect(said).toContain('::error file=mail/picture.html,title=ses-track lint::cannot be linted');
  // A name that would begin a command of its own.
  expect(await shown('github', [['a\r\n::stop.html', article]])).toMatch(/^::error file=a%0D%0A%3A%3Astop\.html,[^\r\n]*\n$/);
  expect(
    said
      .trimEnd()
      .split('\n')
      .every(line => /^::(?:error|warning|notice) file=/.test(line)),
  ).toBe(true);
});

test('json has the links and the findings of every file', async () => {
  const { files: said } = JSON.parse(await shown('json', files));
  expect(said.map(({ file }: { file: string }) => file)).toEqual(files.map(([name]) => name));
  expect(said[0].links[0]).toMatchObject({ line: 2, column: 10, offset: 22, verdict: 'untracked', evidence: 'AWS documented' });
  expect(said[0].links[0].raw).toBe(said[0].links[0].url);
  expect(said[0].findings[0]).toMatchObject({
    rule: 'not-rfc3986',
    level: 'error',
    line: 2,
    column: 96,
    endLine: 2,
    endColumn: 97,
    fix: { offset: 108, endOffset: 109, text: '%20' },
  });
  expect(said[2].findings.at(-1).fix).toBe(null);
  expect(said[3]).toMatchObject({ links: [], findings: [], unlintable: expect.stringContaining('binary') });
});

test('text in XML is what it was, and a character that XML cannot hold is U+FFFD', () => {
  expect(xml('a&b<c>d"e\'f\ng\rh\ti')).toBe('a&amp;b&lt;c&gt;d&quot;e&apos;f&#10;g&#13;h&#9;i');
  expect(xml('\u0000\u0008\u000b\u000c\u000e\u001f\ufffe\uffff\ud800')).toBe('\ufffd'.repeat(9));
  expect(xml(' ~\u007f\u0085é日🎉\ufffd')).toBe(' ~\u007f\u0085é日🎉\ufffd');
});

describe.each(['junit', 'checkstyle'])('%s', name => {
  test('is well-formed whatever a file is called or holds', async () => {
    const hostile = await shown(name, [...files, ['<&"\'\t\u0000\u0007\u000b\ufffe\ud800.html', '<a href="\u0001&lt;]]>&amp;">x</a>']]);
    // A tag in hostile text would show up as an element of its own.
    const tags = new Set([...hostile.matchAll(/<(\w+)/g)].map(match => match[1]));
    expect([...tags].filter(tag => !['testsuites', 'testsuite', 'testcase', 'failure', 'error', 'checkstyle', 'file'].includes(tag ?? ''))).toEqual(
      [],
    );
    expect(hostile).not.toMatch(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\ufffe]/);
    expect(hostile.isWellFormed()).toBe(true);
    const opened = [...hostile.matchAll(/<(\w+)(?:"[^"]*"|[^>"])*?(\/?)>/g)].filter(match => match[2] !== '/').map(match => match[1]);
    const closed = [...hostile.matchAll(/<\/(\w+)>/g)].map(match => match[1]);
    expect(opened.sort()).toEqual(closed.sort());
    expect(parse5.parseFragment(hostile).childNodes.length).toBeGreaterThan(0);
  });
});

test('a terminal is never sent what a file holds as it is', async () => {
  const said = await shown('stylish', [
    ['\u001b[31m.html', '<a href="https://www.example.com/\u001b[2J\u202e\u0007 x">\u001b]0;title\u0007</a>'],
    ['\u001b[32m.html', '<a href="https://www.example.com/" ses:tags="\u001b[33m">x</a>'],
    ['\u001b[34m.html', Buffer.alloc(9)],
  ]);
  expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
});

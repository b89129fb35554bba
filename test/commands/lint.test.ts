/** `ses-track lint` as an operator and a CI job meet it. */
import { describe, expect, test } from 'vitest';
import { lockedOut } from '../locked-out.ts';
import { inFolder } from './linting.ts';

const link = (url: string): string => `<a href="${url}">x</a>\n`;
const good = link('https://www.example.com/');
const bad = link('https://www.example.com/a b');
const warning = link('#');
const article =
  '<p>Somebody signed in.</p>\n<a href="https://id.example.com/signinverify?code=E68JJD9MV3&mail=jm-kkbbzz%40163.com&name=OPPO A33m">x</a>\n';

describe('what it finds', () => {
  test("the article's link: exit 1, a caret under the space, and what to write", () =>
    inFolder({ 'mail.html': article }, async ({ lint }) => {
      const { code, out } = await lint('mail.html');
      expect(code).toBe(1);
      const [, head = '', line = '', caret = ''] = out.split('\n');
      expect(head).toContain('2:96');
      expect(head).toContain('%20');
      expect(line[caret.indexOf('^')]).toBe(' ');
      expect(line.slice(0, caret.indexOf('^'))).toMatch(/name=OPPO$/);
    }));

  test('a clean template: nothing is said, exit 0', () =>
    inFolder({ 'mail.html': good }, async ({ lint }) => {
      expect(await lint('mail.html')).toEqual({ code: 0, out: '', err: '' });
    }));

  test('advice is kept back until --info asks for it; json always has it', () =>
    inFolder({ 'mail.html': link('mailto:help@example.com') }, async ({ lint }) => {
      expect(await lint('mail.html')).toEqual({ code: 0, out: '', err: '' });
      expect((await lint('mail.html --info')).out).toContain('not-http');
      expect(JSON.parse((await lint('mail.html --json')).out).files[0].findings[0].rule).toBe('not-http');
    }));

  test('--links lists every link with its verdict and reason', () =>
    inFolder({ 'mail.html': good + bad + link('{{url}}') }, async ({ lint }) => {
      const rows = (await lint('mail.html --links')).out.split('\n');
      expect(rows[1]).toMatch(/1:10 +tracked +https:\/\/www\.example\.com\/ +absolute/);
      expect(rows[2]).toMatch(/2:10 +untracked +https:\/\/www\.example\.com\/a b +the address is not RFC 3986/);
      expect(rows[3]).toMatch(/3:10 +depends +\{\{url\}\}/);
    }));

  test('a person reads whole words on lines that fit the terminal; a pipe gets each finding on one line', () =>
    inFolder({ 'mail.html': `<p>${'word '.repeat(60)}<a href="https://www.example.com/a b">x</a>` }, async ({ lint }) => {
      const widest = (text: string): number => Math.max(...text.split('\n').map(line => line.length));
      const narrow = (await lint('mail.html', { terminal: 60 })).out;
      const wide = (await lint('mail.html', { terminal: 160 })).out;
      expect([widest(narrow) <= 60, widest(wide) <= 160, widest(wide) > 110]).toEqual([true, true, true]);
      expect(narrow.replace(/\s+/g, ' ')).toContain(
        'a raw space in the address is not RFC 3986: SES will not track this link. Write %20 not-rfc3986',
      );
      expect((await lint('mail.html')).out).toContain('is not RFC 3986: SES will not track this link. Write %20  not-rfc3986\n');
    }));

  test('SARIF carries the page of each rule', () =>
    inFolder({ 'mail.html': good }, async ({ lint }) => {
      const { rules } = JSON.parse((await lint('mail.html --format sarif')).out).runs[0].tool.driver;
      expect(rules.find(({ id }: { id: string }) => id === 'not-rfc3986').help.text).toContain('## What to do');
    }));

  test('a file with nothing but advice is not counted among those with problems', () =>
    inFolder({ 'a.html': bad, 'b.html': link('mailto:help@example.com') }, async ({ lint }) => {
      expect((await lint('. --info')).out).toContain('\n1 error in 1 file; 1 remark; --fix mends 1\n');
    }));

  test('json has every link of every file, and is the same each time', () =>
    inFolder({ 'b.html': bad, 'a.html': good }, async ({ lint }) => {
      const { out } = await lint('. --links --format json');
      expect((await lint('. --json')).out).toBe(out);
      const { files } = JSON.parse(out);
      expect(files.map(({ file }: { file: string }) => file)).toEqual(['a.html', 'b.html']);
      expect(files[1].links).toMatchObject([
        { line: 1, column: 10, offset: 9, raw: 'https://www.example.com/a b', verdict: 'untracked', evidence: 'AWS documented' },
      ]);
      expect(Object.keys(files[1].findings[0])).toEqual(
        expect.arrayContaining(['rule', 'level', 'line', 'column', 'endLine', 'endColumn', 'message', 'fix']),
      );
    }));
});

describe('which files', () => {
  test('a folder: templates of every language, SES JSON among other JSON, sorted; node_modules left out', () =>
    inFolder(
      {
        'mails/b.hbs': bad,
        'mails/a.html': bad,
        'mails/deep/c.liquid': bad,
        'mails/t.json': JSON.stringify({ TemplateContent: { Subject: 'x', Html: bad } }),
        'mails/package.json': '{"name":"x"}',
        'mails/notes.txt': bad,
        'mails/node_modules/x.html': bad,
      },
      async ({ lint }) => {
        const { files } = JSON.parse((await lint('mails --json')).out);
        expect(files.map(({ file }: { file: string }) => file)).toEqual(['mails/a.html', 'mails/b.hbs', 'mails/deep/c.liquid', 'mails/t.json']);
      },
    ));

  test('a glob, a file named like a glob, and each file once', () =>
    inFolder({ 'a.html': good, 'b.html': good, '[id].html': good }, async ({ lint }) => {
      const { files } = JSON.parse((await lint('[id].html "*.html" a.html --json')).out);
      expect(files.map(({ file }: { file: string }) => file)).toEqual(['[id].html', 'a.html', 'b.html']);
    }));

  test('what matches nothing is a wrong command line, exit 2', () =>
    inFolder({ 'a.html': good }, async ({ lint }) => {
      for (const args of ['none.html', '"*.liquid"', 'a.html none.html', '']) expect((await lint(args)).code).toBe(2);
      expect((await lint('none.html')).err).toContain('nothing to lint matches none.html');
    }));

  test('standard input, its language told by the name it is given', () =>
    inFolder({}, async ({ lint }) => {
      const liquid = link('https://www.example.com/?q={{ name | url_encode }}') + bad;
      const { code, out } = await lint('--stdin-filename mails/x.liquid - --json', { stdin: liquid });
      expect(code).toBe(1);
      expect(JSON.parse(out).files[0].file).toBe('mails/x.liquid');
      expect(JSON.parse(out).files[0].findings.map(({ rule }: { rule: string }) => rule)).toEqual(['not-rfc3986']);
      expect((await lint('- --json', { stdin: `From: a@example.com\nSubject: x\nContent-Type: text/html\n\n${bad}` })).out).toContain(
        'part 1 (text/html)',
      );
    }));

  test('--language outranks the guess', () =>
    inFolder({ 'mail.html': link('https://www.example.com/?q=<%= CGI.escape(name) %>') }, async ({ lint }) => {
      expect((await lint('mail.html --language html')).out).toContain('not-rfc3986');
      expect(await lint('mail.html --language erb')).toEqual({ code: 0, out: '', err: '' });
      const { code, err } = await lint('mail.html --language cobol');
      expect([code, err]).toEqual([2, expect.stringContaining('not one of')]);
    }));

  test('however a file is named it is linted once, under its path from the working folder', () =>
    inFolder({ 'a.html': bad, 'mails/b.html': bad }, async ({ lint, cwd }) => {
      const { out } = await lint(`./a.html a.html . ${cwd}/mails/b.html mails/../a.html *.html --json`);
      expect(JSON.parse(out).files.map(({ file }: { file: string }) => file)).toEqual(['a.html', 'mails/b.html']);
    }));

  test('a file outside the working folder is called as it was named', () =>
    inFolder({ 'a.html': bad }, elsewhere =>
      inFolder({}, async ({ lint }) => {
        const { out } = await lint(`${elsewhere.cwd}/a.html`);
        expect(out.split('\n')[0]).toBe(`${elsewhere.cwd}/a.html`);
      }),
    ));

  test('JSON in a folder is passed over where it holds no template, unless it was named', () =>
    inFolder({ 'a.json': '{"name":"x"}', 'b.html': good }, async ({ lint }) => {
      expect(await lint('.')).toEqual({ code: 0, out: '', err: '' });
      expect((await lint('. ./a.json')).out).toContain('a.json\n  error  cannot be linted: ');
    }));

  test('the ignore globs of the config file hold for named files too, relative to that file', () =>
    inFolder({ 'ses-track.yaml': 'lint: { ignore: ["vendor/**"] }\n', 'vendor/x.html': bad, 'a.html': good }, async ({ lint }) => {
      expect((await lint('.')).code).toBe(0);
      expect(await lint('vendor/x.html')).toEqual({ code: 0, out: '', err: expect.stringContaining('lint.ignore') });
    }));

  test('wherever that file stands, and hidden files among them', () =>
    inFolder({ 'conf/x.yaml': 'lint: { ignore: ["vendor/**"] }\n', 'conf/vendor/.x.html': bad, 'vendor/y.html': bad }, async ({ lint }) => {
      expect(await lint('conf/vendor/.x.html --config conf/x.yaml')).toMatchObject({ code: 0, err: expect.stringContaining('lint.ignore') });
      expect((await lint('vendor/y.html --config conf/x.yaml')).code).toBe(1);
    }));
});

describe('what cannot be linted', () => {
  test('exit 3 outranks 1, and the other files are linted all the same', () =>
    inFolder({ 'a.html': bad, 'b.html': Buffer.from([0, 1, 2, 0, 0, 0, 0xff]), 'c.html': bad }, async ({ lint }) => {
      const { code, out } = await lint('a.html b.html c.html');
      expect(code).toBe(3);
      expect(out).toContain('b.html\n  error  cannot be linted: it looks binary');
      expect(out.match(/not-rfc3986/g)).toHaveLength(2);
      expect(out).toContain('1 file could not be linted');
    }));

  test('a file that may not be read is named with the reason, and so is a folder found in another', () =>
    inFolder({ 'a.html': bad, 'mails/b.html': bad, 'mails/secret/c.html': bad }, async ({ lint, cwd }) => {
      await lockedOut(cwd, ['a.html', 'mails/secret'], async () => {
        const { code, out } = await lint('a.html mails');
        expect([code, out]).toEqual([3, expect.stringContaining('cannot read a.html: permission denied')]);
        expect(out).toContain('cannot read mails/secret: permission denied');
        expect(out.match(/not-rfc3986/g)).toHaveLength(1);
      });
    }));

  test('JSON that is no SES template, where it was named', () =>
    inFolder({ 'a.json': '{"name":"x"}' }, async ({ lint }) => {
      const { code, out } = await lint('a.json');
      expect([code, out]).toEqual([3, expect.stringContaining('no SES template')]);
    }));
});

describe('levels', () => {
  test('warnings pass unless --max-warnings says how many', () =>
    inFolder({ 'a.html': warning, 'b.html': warning }, async ({ lint }) => {
      expect((await lint('.')).code).toBe(0);
      expect((await lint('. --max-warnings 2')).code).toBe(0);
      expect((await lint('. --max-warnings 1')).code).toBe(1);
    }));

  test('a milder case of a rule is kept back as advice is, and left out by the preset that knows errors alone', () =>
    inFolder({ 'a.hbs': link('https://www.example.com/?id={{id}}'), 'b.html': link('http://') }, async ({ lint }) => {
      expect(await lint('a.hbs')).toEqual({ code: 0, out: '', err: '' });
      expect((await lint('a.hbs --info')).out).toContain('unencoded-variable');
      expect((await lint('b.html')).out).toContain('warning  this link is a bare scheme');
      expect(await lint('b.html --preset minimal')).toEqual({ code: 0, out: '', err: '' });
    }));

  test('--rule outranks the config file, which outranks the preset', () =>
    inFolder(
      {
        'ses-track.yaml': 'lint: { preset: minimal, rules: { placeholder-link: error }, maxWarnings: 0 }\n',
        'a.html': warning + link('mailto:x@example.com'),
      },
      async ({ lint }) => {
        expect((await lint('a.html')).out).toContain('error    this link leads to "#"');
        expect((await lint('a.html --rule placeholder-link=warning')).code).toBe(1);
        expect(await lint('a.html --rule placeholder-link=off')).toEqual({ code: 0, out: '', err: '' });
        expect((await lint('a.html --preset strict')).out).toContain('warning  mailto: links');
      },
    ));

  test('a rule, level or preset that there is not: exit 2, with what was meant', () =>
    inFolder({ 'a.html': good, 'other.yaml': 'lint: { rules: { tracked-secrets: error } }\n' }, async ({ lint }) => {
      expect(await lint('a.html --rule not-rfc=off')).toMatchObject({ code: 2, err: expect.stringContaining('there is no lint rule "not-rfc"') });
      expect((await lint('a.html --rule tracked-secrt=off')).err).toContain('Did you mean tracked-secret?');
      expect((await lint('a.html --rule not-rfc3986=loud')).err).toContain('expected id=level');
      expect((await lint('a.html --preset lax')).code).toBe(2);
      expect(await lint('a.html --config other.yaml')).toMatchObject({ code: 2, err: expect.stringContaining('tracked-secrets') });
    }));

  test('an ignore comment silences, and one that silences nothing is told of', () =>
    inFolder(
      {
        'a.html': `<!-- ses-track-ignore-next not-rfc3986 -- the shop's own -->\n${bad}`,
        'b.html': `<!-- ses-track-ignore-next not-rfc3986 -- old -->\n${good}`,
      },
      async ({ lint }) => {
        expect((await lint('a.html')).out).toBe('');
        expect((await lint('b.html')).out).toContain('unused-ignore');
      },
    ));

  test('an ignored remark is no unused ignore, whether remarks are shown or not', () =>
    inFolder({ 'a.html': `<!-- ses-track-ignore-next not-http -- known -->\n${link('tel:+15550100')}` }, async ({ lint }) => {
      expect(await lint('a.html')).toEqual({ code: 0, out: '', err: '' });
    }));
});

describe('--fix', () => {
  test('writes what cannot be wrong and says what is left', () =>
    inFolder({ 'a.html': article + bad + link('https://www.example.com/?f[]=1') }, async ({ lint, read }) => {
      const { code, out } = await lint('a.html --fix');
      expect(code).toBe(1);
      expect(out).toContain('2 findings mended; 1 error in 1 file');
      expect(await read('a.html')).toBe(
        (article + bad).replace('OPPO A33m', 'OPPO%20A33m').replace('a b', 'a%20b') + link('https://www.example.com/?f[]=1'),
      );
      expect((await lint('a.html --fix')).out).not.toContain('mended');
    }));

  test('--dry-run shows the diff, exits 1, and writes nothing', () =>
    inFolder({ 'a.html': bad, 'b.html': good }, async ({ lint, read }) => {
      const { code, out } = await lint('. --fix --dry-run');
      expect(code).toBe(1);
      expect(out).toBe(`--- a/a.html\n+++ b/a.html\n@@ -1,1 +1,1 @@\n-${bad}+${bad.replace('a b', 'a%20b')}`);
      expect(await read('a.html')).toBe(bad);
      expect((await lint('b.html --fix --dry-run')).code).toBe(0);
    }));

  test('with another format --dry-run reports and writes nothing', () =>
    inFolder({ 'a.html': bad }, async ({ lint, read }) => {
      expect(JSON.parse((await lint('a.html --fix --dry-run --json')).out).files[0].findings[0].fix.text).toBe('%20');
      expect(await read('a.html')).toBe(bad);
    }));

  test('standard input cannot be mended and stands by itself, and --dry-run alone means nothing: exit 2', () =>
    inFolder({ 'a.html': bad }, async ({ lint }) => {
      expect((await lint('- --fix', { stdin: bad })).code).toBe(2);
      expect(await lint('- a.html', { stdin: bad })).toMatchObject({ code: 2, err: expect.stringContaining('by itself') });
      expect((await lint('a.html --dry-run')).code).toBe(2);
    }));
});

describe('--data', () => {
  test('lints what the template becomes, and a missing variable is a Rendering Failure', () =>
    inFolder(
      {
        'a.html': '<a href="https://www.example.com/?name={{name}}">{{greeting}}</a>',
        'space.json': '{"name":"OPPO A33m","greeting":"x"}',
        'umlaut.json': '{"name":"ü","greeting":"x"}',
        'lacking.json': '{"name":"x"}',
        'no.json': 'x',
      },
      async ({ lint }) => {
        expect((await lint('a.html --data space.json')).out).toContain('not-rfc3986');
        // What it became stands in no file, so there is nothing to mend.
        expect(JSON.parse((await lint('a.html --data space.json --json')).out).files[0].findings).toMatchObject([{ rule: 'not-rfc3986', fix: null }]);
        expect((await lint('a.html --data umlaut.json')).out).toContain('"ü" is not RFC 3986');
        expect((await lint('a.html --data lacking.json')).out).toContain('rendering-failure');
        expect(await lint('a.html --data no.json')).toMatchObject({ code: 2, err: expect.stringContaining('is not JSON') });
        expect((await lint('a.html --data none.json')).code).toBe(3);
      },
    ));
});

describe('what it tells of itself', () => {
  test('--rules lists every rule with the level it has here', () =>
    inFolder({}, async ({ lint }) => {
      const { code, out } = await lint('--rules --preset strict');
      expect(code).toBe(0);
      expect(out).toMatch(/^error +empty-link/m);
      expect(out).toMatch(/^warning +tracked-secret/m);
      expect(JSON.parse((await lint('--rules --json')).out).rules).toContainEqual(
        expect.objectContaining({ id: 'not-rfc3986', level: 'error', evidence: 'AWS documented' }),
      );
    }));

  test('--explain prints the page of a rule', () =>
    inFolder({}, async ({ lint }) => {
      expect((await lint('--explain not-rfc3986')).out).toContain('# `not-rfc3986`');
      expect(await lint('--explain constructor')).toMatchObject({ code: 2, err: expect.stringContaining('there is no lint rule "constructor"') });
      expect(await lint('--explain not-rfc3987')).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean not-rfc3986?') });
    }));
});

test('a run that is stopped stops between two files', () =>
  inFolder({ 'a.html': bad }, async ({ lint }) => {
    await expect(lint('a.html', { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped');
  }));

test('a long run gives others a turn now and then', () =>
  inFolder({ 'a.html': good, 'b.html': good, 'c.html': good }, async ({ lint }) => {
    let now = 0;
    let turns = 0;
    const clock = { now: () => (now += 60), sleep: async () => void turns++ };
    expect((await lint('.', { outside: usual => ({ ...usual, clock }) })).code).toBe(0);
    // Three files, sixty milliseconds each: a hundred have passed once.
    expect(turns).toBe(1);
  }));

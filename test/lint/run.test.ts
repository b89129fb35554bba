import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lintWith } from '../../src/lint/lint.ts';
import type { Rule } from '../../src/lint/rule.ts';
import { linkLimit, lintSource } from '../../src/lint/run.ts';
import { levels, settingsProblems } from '../../src/lint/settings.ts';
import { readSource } from '../../src/lint/source/read.ts';
import { type LanguageId, tagLimit } from '../../src/lint/templates/language.ts';
import { languages } from '../../src/lint/templates/registry.ts';
import { runs } from '../long.ts';
import { processorTime } from '../processor-time.ts';

/** Reports every link that is not tracked. */
const untracked: Rule = {
  id: 'untracked',
  level: 'warning',
  about: 'For tests.',
  evidence: 'undocumented',
  check: ({ links, address, span, report }) => {
    for (const link of links) {
      const fault = address(link).uri.faults[0];
      if (link.verdict === 'tracked') continue;
      const at = fault === undefined ? ([link.href.valueStart, link.href.valueEnd] as const) : span(link, fault.offset, fault.text.length);
      report({
        at,
        message: link.cause,
        ...(fault?.text === ' ' ? { fix: { at, text: '%20' } } : {}),
        ...(link.cause === 'scheme' ? { level: 'info' } : {}),
      });
    }
  },
};
const off: Rule = { ...untracked, id: 'off-rule', level: 'off' };
const rules = [untracked, off];

const found = async (text: string, options: Parameters<typeof lintWith>[2] = {}, use = rules) => {
  const { findings, unlintable } = await lintWith(use, text, options);
  return unlintable === undefined
    ? findings.map(({ line, column, endColumn, rule, level, message }) => `${line}:${column}-${endColumn} ${level} ${rule} ${message}`)
    : [unlintable];
};
const bad = '<a href="https://a/b c">';

describe('verdicts', () => {
  test.each([
    ['<a href="https://a/">', 'tracked ok'],
    ['<a href="">', 'untracked empty'],
    ['<a href="https://a/ b">', 'untracked not-rfc3986'],
    ['<a href="\n https://a/ ">', 'depends outer-space'],
    ['<a href=" ">', 'untracked not-rfc3986'],
    ['<a href="  #x">', 'untracked not-rfc3986'],
    ['<a href="#x">', 'untracked fragment'],
    ['<a href="//a/">', 'untracked protocol-relative'],
    ['<a href="a/b">', 'untracked relative'],
    ['<a href="tel:1">', 'untracked scheme'],
    ['<a href="http://">', 'depends no-host'],
    ['<a href="https:/a">', 'depends no-host'],
    ['<a href="https://a/" ses:no-track>', 'untracked no-track'],
    ['<a href="https://a/" SES:NO-TRACK="True">', 'untracked no-track'],
    ['<a href="https://a/" ses:no-track=false>', 'depends no-track-value'],
    ['<a href="https://a/" ses:tags="a:b;c:d;">', 'tracked ok'],
    ['<a href="https://a/" ses:tags="a:b c">', 'depends bad-tags'],
    ['<a href="https://a/" ses:tags="">', 'depends bad-tags'],
    ['<area href="https://a/">', 'depends not-an-anchor'],
    ['<svg><a href="https://a/"/></svg>', 'depends not-an-anchor'],
    ['<!--[if mso]><a href="https://a/"><![endif]-->', 'depends conditional-comment'],
    ['<!--[if mso]><a href="#"><![endif]-->', 'untracked fragment'],
    ['<template><a href="https://a/"></template>', 'untracked inert'],
    ['<a href="{{url}}">', 'depends placeholder-whole'],
    ['<a href="{{scheme}}{{rest}}">', 'depends placeholder-whole'],
    ['<a href=" {{url}} ">', 'depends placeholder-whole'],
    ['<a href="{{base}}/x">', 'depends placeholder-part'],
    ['<a href="{{base}}/x y">', 'untracked not-rfc3986'],
    ['<a href="https://a/?n={{n}}">', 'depends placeholder-part'],
    ['<a href="mailto:{{n}}">', 'untracked scheme'],
    ['<a href="{{#if a}}https://a/#x{{else}}https://b/#y{{/if}}">', 'depends placeholder-part'],
    ['<a href="{{#if a}}https://a/ x{{else}}https://b/#y{{/if}}">', 'untracked not-rfc3986'],
    ['<a href="{{#if a}}https{{else}}http{{/if}}://b/">', 'depends placeholder-part'],
    ['<a href="{{#if a}}https{{else}}app{{/if}}://b/">', 'depends placeholder-part'],
    ['<a href="{{#if a}}tel{{/if}}:1">', 'untracked scheme'],
    ['<a href="https://{{host}}:{{port}}/">', 'depends placeholder-part'],
    ['<a href="https://a:8{{port}}/">', 'depends placeholder-part'],
    ['<a href="https://a:x{{port}}y/">', 'untracked not-rfc3986'],
    ['<a href="https://a:{{port}}/ b">', 'untracked not-rfc3986'],
    ['<a href="https://{{#if a}}u@{{else}}v@{{/if}}x/">', 'depends placeholder-part'],
    ['<a href="{{#if a}}2.example{{else}}https://b/{{/if}}">', 'untracked relative'],
    ['<a {{#if x}}class="y"{{/if}} href="https://a/">', 'tracked ok'],
    ['<a{{#if x}} class="y"{{/if}} href="https://a/">', 'tracked ok'],
    ['<a href={{url}}>', 'depends placeholder-whole'],
    ["<a href='{{f \"x\" 'y'}}'>", 'depends placeholder-whole'],
    ['<mj-button href="https://a/">', 'tracked ok'],
  ])('%s', async (text, expected) => {
    const { links } = await lintWith([], text, { language: 'handlebars' });
    expect(links.map(({ verdict, cause }) => `${verdict} ${cause}`)).toEqual([expected]);
  });

  test('250 links are tracked, each that could be counted once, the others not counted', async () => {
    const one = '<a href="https://a/">';
    const { links } = await lintWith(
      [],
      `<a href="#">${one.repeat(249)}<a ses:no-track href="https://a/"><a href="https://a/{{x}}">${one}${one}<a href="mailto:x">`,
    );
    expect(links.slice(-5).map(({ cause }) => cause)).toEqual(['no-track', 'placeholder-part', 'ok', 'over-limit', 'scheme']);
  });

  test('each address that a template may write into one tag is a link, and together they count once', async () => {
    const branches = '<a {% if a %}href="mailto:x"{% elsif b %}href="https://b/"{% else %}href="https://c/"{% endif %} href="https://d/">';
    const { links } = await lintWith([], `${branches.repeat(251)}`, { name: 'x.liquid' });
    expect(links.slice(0, 4).map(({ url, verdict, cause }) => `${url} ${verdict} ${cause}`)).toEqual([
      'mailto:x untracked scheme',
      'https://b/ tracked ok',
      'https://c/ tracked ok',
      'https://d/ tracked ok',
    ]);
    expect(links.filter(({ cause }) => cause === 'over-limit').map(({ url }) => url)).toEqual(['https://b/', 'https://c/', 'https://d/']);
  });
});

describe('findings', () => {
  test('in order of place, then of rule, whatever the order in which they are said', async () => {
    const backwards: Rule = {
      ...untracked,
      id: 'a',
      check: ({ report }) => {
        for (const [at, message] of [
          [5, '5'],
          [3, '3'],
          [3, 'three'],
        ] as const)
          report({ at: [at, at + 1], message });
      },
    };
    const same: Rule = { ...backwards, id: 'b', check: ({ report }) => report({ at: [3, 4], message: 'b' }) };
    expect(await found('0123456789', {}, [same, backwards])).toEqual([
      '1:4-5 warning a 3',
      '1:4-5 warning a three',
      '1:4-5 warning b b',
      '1:6-7 warning a 5',
    ]);
  });

  test('a rule that is off is not asked, a preset may turn it on, and what the operator says goes', async () => {
    expect(await found(bad)).toEqual(['1:21-22 warning untracked not-rfc3986']);
    expect(await found(bad, { preset: 'strict' })).toEqual(['1:21-22 info off-rule not-rfc3986', '1:21-22 warning untracked not-rfc3986']);
    expect(await found(bad, { preset: 'minimal' })).toEqual([]);
    expect(await found(bad, { rules: { untracked: 'off', 'off-rule': 'error' } })).toEqual(['1:21-22 error off-rule not-rfc3986']);
    expect(await found('<a href="tel:1">')).toEqual(['1:10-15 info untracked scheme']);
    expect(await found('<a href="tel:1">', { rules: { untracked: 'error' } })).toEqual(['1:10-15 error untracked scheme']);
    expect(settingsProblems({ preset: 'best', rules: { untrakced: 'off' } }, rules)).toEqual([
      'there is no lint rule untrakced',
      'there is no preset best: recommended, strict, minimal',
    ]);
  });

  test('fixes that touch are both applied, of those that overlap the first', async () => {
    const fixing: Rule = {
      ...untracked,
      check: ({ report }) => {
        for (const [start, end] of [
          [1, 3],
          [2, 4],
          [3, 5],
        ] as const)
          report({ at: [start, end], message: 'x', fix: { at: [start, end], text: '_' } });
      },
    };
    const { fixes } = await lintWith([fixing], '0123456789');
    expect(fixes.map(({ start, end }) => [start, end])).toEqual([
      [1, 3],
      [3, 5],
    ]);
  });

  test('a fix counts in the file, in its own encoding', async () => {
    const spliced = async (name: string, bytes: Buffer) => {
      const { fixes } = await lintWith(rules, bytes, { name });
      return fixes.reduceRight((file, { start, end, bytes: text }) => Buffer.concat([file.subarray(0, start), text, file.subarray(end)]), bytes);
    };
    const text = `é😀\n${bad}`;
    const mended = text.replace('b c', 'b%20c');
    expect((await spliced('x.html', Buffer.from(text))).toString()).toBe(mended);
    expect((await spliced('x.html', Buffer.from(`\ufeff${text}`, 'utf16le'))).toString('utf16le')).toBe(`\ufeff${mended}`);
    expect((await spliced('x.html', Buffer.from(`\ufeff${text}`, 'utf16le').swap16())).swap16().toString('utf16le')).toBe(`\ufeff${mended}`);
    expect((await spliced('x.html', Buffer.from(`é${bad}`, 'latin1'))).toString('latin1')).toBe(`é${bad.replace('b c', 'b%20c')}`);
    const json = '{"HtmlPart": "\\u00e9\\n<a href=\\"https://a/b\\u0020c\\">"}';
    expect((await spliced('x.json', Buffer.from(json))).toString()).toBe(json.replace('\\u0020', '%20'));
    const eml = Buffer.from(`Content-Type: text/html\n\n${bad}`);
    expect((await spliced('x.eml', eml)).toString()).toBe(eml.toString());
  });
});

describe('ignore comments', () => {
  test.each<[string, string, string[]]>([
    ['in front of the tag, on its line', `<!-- ses-track-ignore-next untracked -- they want it so -->${bad}`, []],
    ['on the line before', `<!-- ses-track-ignore-next -->\n\n  ${bad}`, []],
    ['a tag over many lines', '<!-- ses-track-ignore-next -->\n<a\n\n class="x"\n href="https://a/b c">', []],
    ['not the one after that', `<!-- ses-track-ignore-next -->\n${bad}\n${bad}`, ['3:21-22 warning untracked not-rfc3986']],
    ['its own line', `${bad} <!-- ses-track-ignore untracked legacy partner -->\n${bad}`, ['2:21-22 warning untracked not-rfc3986']],
    ['alone on its line: the whole document', `${bad}\n<!-- ses-track-ignore untracked: legacy -->\n${bad}`, []],
    ['several rules', `<!-- ses-track-ignore-next off-rule, untracked -- x -->${bad}`, []],
    [
      'another rule',
      `<!-- ses-track-ignore-next off-rule -- x -->\n${bad}`,
      [
        '1:1-45 warning unused-ignore this ignore comment silences nothing. Delete it, or it will hide the next mistake',
        '2:21-22 warning untracked not-rfc3986',
      ],
    ],
    [
      'a rule that is none',
      `<!-- ses-track-ignore-next un-trakced -->\n${bad}`,
      [
        '1:1-42 warning unused-ignore there is no rule "un-trakced" to ignore. Name a rule as ses-track lint --rules lists them',
        '2:21-22 warning untracked not-rfc3986',
      ],
    ],
    [
      'nothing to ignore',
      '<!-- ses-track-ignore-next -->\n<p>',
      ['1:1-31 warning unused-ignore this ignore comment silences nothing. Delete it, or it will hide the next mistake'],
    ],
    ['no comment at all', `<p title="ses-track-ignore"> ses-track-ignore\n${bad}`, ['2:21-22 warning untracked not-rfc3986']],
    [
      'a word that only begins so',
      `<!-- ses-track-ignore-nextish -->\n${bad}`,
      [
        '1:1-34 warning unused-ignore "ses-track-ignore-nextish" is no comment that lint knows. Write ses-track-ignore or ses-track-ignore-next',
        '2:21-22 warning untracked not-rfc3986',
      ],
    ],
  ])('%s', async (_, text, expected) => expect(await found(text)).toEqual(expected));

  test('two comments over one finding are both of use', async () => {
    expect(await found(`<!-- ses-track-ignore untracked -->\n<!-- ses-track-ignore-next untracked -->\n${bad}`)).toEqual([]);
  });

  test('what begins where the comment ends is covered, what begins the line after is not', async () => {
    const starts: Rule = {
      ...untracked,
      id: 'starts',
      check: ({ links, report }) => {
        for (const { tag } of links) report({ at: [tag.start, tag.start + 1], message: 'begins here' });
      },
    };
    expect(await found('<!-- ses-track-ignore-next starts --><a href="x">', {}, [starts])).toEqual([]);
    const line = '<a href="x"> <!-- ses-track-ignore starts -->\n<a href="y">';
    expect(await found(line, {}, [starts])).toEqual(['2:1-2 warning starts begins here']);
    const next = '<!-- ses-track-ignore-next starts -->\n<a href="x">\n<a href="y">';
    expect(await found(next, {}, [starts])).toEqual(['3:1-2 warning starts begins here']);
  });

  test.each(Object.values(languages).filter(({ id }) => id !== 'none'))('in $name', async ({ id, comment }) => {
    expect(await found(`${comment('ses-track-ignore-next untracked -- why')}\n${bad}`, { language: id })).toEqual([]);
    expect(await found(`${bad}\n${comment('ses-track-ignore untracked')}\n`, { language: id })).toEqual([]);
  });
});

describe('any input', () => {
  const pieces = [
    '<a href="',
    "<a href='",
    '<a href=',
    '">',
    "'>",
    '>',
    'https://a.example/',
    '?q=',
    ' ',
    '&amp;',
    '&#32;',
    '&copy',
    '{{x}}',
    '{{',
    '}}',
    '{% if x %}',
    '<%= y %>',
    '@Model.Z',
    'é',
    '😀',
    '\r\n',
    '\n',
    '\r',
    '\0',
    '<!--[if mso]>',
    '<![endif]-->',
    '<!--',
    '-->',
    '<v:rect href="',
    '\ufeff',
    '%',
    '\ud800',
    'b',
  ];
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map(list => list.join(''));
  const language = fc.constantFrom(...(Object.keys(languages) as LanguageId[]));

  test('every offset of every link and finding points at its text', async () => {
    await fc.assert(
      fc.asyncProperty(text, language, async (input, id) => {
        const { links, findings } = await lintWith(rules, input, { language: id });
        for (const { offset, endOffset, raw, line, column } of links) {
          expect(input.slice(offset, endOffset)).toBe(raw);
          const before = input.slice(0, offset).split(/\r\n|\r|\n/);
          expect([line, column]).toEqual([before.length, (before.at(-1) ?? '').length + 1]);
        }
        for (const { offset, endOffset, fix } of findings) {
          expect(endOffset).toBeGreaterThanOrEqual(offset);
          if (fix !== undefined) expect(input.slice(fix.offset, fix.endOffset)).toMatch(/^(?: |&#32;)$/);
        }
      }),
      { numRuns: runs(1500) },
    );
  });

  test('in JSON and in quoted-printable the place in the file is where the same text is written', async () => {
    await fc.assert(
      fc.asyncProperty(text, async input => {
        const html = input.toWellFormed();
        const json = JSON.stringify({ HtmlPart: html }).replace(/[éb]/g, letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
        for (const { raw, inFile } of (await lintWith([], json, { name: 'x.json' })).links) {
          expect(inFile).toBeDefined();
          if (inFile !== undefined) expect(JSON.parse(`"${json.slice(inFile.offset, inFile.endOffset)}"`)).toBe(raw);
        }
        const encoded = [...Buffer.from(html)]
          .map((byte, at) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}${at % 7 === 6 ? '=\r\n' : ''}`)
          .join('');
        const eml = `Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${encoded}`;
        const inEml = (await lintWith([], eml, { name: 'x.eml' })).links;
        for (const { raw, inFile } of inEml) {
          if (inFile === undefined) continue;
          const written = eml.slice(inFile.offset, inFile.endOffset).replaceAll('=\r\n', '');
          expect(Buffer.from(written.replaceAll('=', ''), 'hex').toString()).toBe(raw);
        }
        expect(inEml.length).toBe((await lintWith([], html, { language: 'none' })).links.length);
      }),
      { numRuns: runs(300) },
    );
  });

  test('a template tag never changes the verdict on a link outside it', async () => {
    const around = fc.constantFrom(
      '{{x}}',
      '{{f "a" \'b\'}}',
      '{{#if x}}',
      '{{! <a href="no"> }}',
      '{{f "<a href=no>"}}',
      '<p>{{> part}}</p>',
      '<td {{attrs}}>',
      '<td class="{{c}}">',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(around, { maxLength: 5 }),
        fc.array(around, { maxLength: 5 }),
        fc.constantFrom('https://a/', 'https://a/b c', '#', 'tel:1'),
        async (before, after, url) => {
          const link = `<a href="${url}">`;
          const [plain] = (await lintWith([], link, { language: 'handlebars' })).links;
          const { links } = await lintWith([], before.join('') + link + after.join(''), { language: 'handlebars' });
          expect(links.map(({ verdict, raw, cause }) => [verdict, raw, cause])).toEqual([[plain?.verdict, plain?.raw, plain?.cause]]);
        },
      ),
      { numRuns: runs(300) },
    );
  });
});

describe('much of it', () => {
  test('more links than can be held: it says so and holds none', async () => {
    expect(await lintWith(rules, '<a href=x>'.repeat(linkLimit + 1))).toEqual({
      file: 'template.html',
      links: [],
      findings: [],
      fixes: [],
      unlintable: 'it has more than 100000 links',
    });
  });

  test('more template tags than can be held: it says so', async () => {
    const tag = { handlebars: '{{a}}', blade: '@if ', razor: '@a ' };
    for (const [language, text] of Object.entries(tag))
      expect((await lintWith(rules, text.repeat(tagLimit + 1), { language: language as LanguageId })).unlintable).toBe(
        'it has more than 200000 template tags',
      );
  });

  test('eight times the size takes about eight times as long, findings placed', () => {
    const paragraph = `<p style="margin:0">${'text '.repeat(40)}<a href="https://a.example/?q=1&amp;r={{r}}">é</a> ${bad}</p>\r\n`;
    const took = (size: number) => {
      const bytes = Buffer.from(paragraph.repeat(Math.ceil(size / paragraph.length)));
      const time = processorTime();
      const source = readSource('x.html', bytes);
      const report = typeof source === 'string' ? undefined : lintSource(source, { rules, levelOf: levels({}), listLinks: true });
      expect(report?.unlintable).toBeUndefined();
      expect(report?.findings.length).toBeGreaterThan(size / paragraph.length);
      return time();
    };
    took(500_000);
    const small = Math.min(took(500_000), took(500_000));
    expect(took(4_000_000)).toBeLessThan(Math.max(small * 24, 300));
  });
});

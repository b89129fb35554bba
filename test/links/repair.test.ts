/** The link-repair function as it is deployed: what it mends, and everything that it leaves alone. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { rolldown } from 'rolldown';
import { describe, expect, test } from 'vitest';
import bundling from '../../rolldown.config.ts';
import { repairCode } from '../../src/links/repair-code.ts';
import { clickPath, parseTrackedLink, signedPath } from '../../src/links/tracked-link.ts';
import { corpus } from '../corpus.ts';
import { anyText } from '../events/wild-text.ts';
import { runs } from '../long.ts';
import { processorTime } from '../processor-time.ts';

const root = join(import.meta.dirname, '../..');
const messageId = '010001816026a82e-ed8bf730-9218-4bda-b6f6-f4cee9b40211-000111';
const signature = 'nVJFAfXMPlF3tMn_oOcfaMxq9lDgIr3xTGYzY=';
const tail = `/1/${messageId}/${signature}252`;

/** What CloudFront hands over; `raw` is what rawQueryString() gives, and it is a method only where `hasRaw`. */
interface Asked {
  uri: string;
  raw?: string;
  hasRaw: boolean;
  querystring: Record<string, { value: string }>;
}

const arrives = (target: string): Asked => {
  const at = target.indexOf('?');
  if (at < 0) return { uri: target, hasRaw: true, querystring: {} };
  const raw = target.slice(at + 1);
  return { uri: target.slice(0, at), raw, hasRaw: true, querystring: raw === '' ? {} : { [raw]: { value: '' } } };
};

/** Calls the handler on each request and gives back what goes on to the origin. Runs in Node and in njs alike, so it is kept plain. */
const driver = `
function goesOn(asked) {
  var request = { method: 'GET', uri: asked.uri, querystring: asked.querystring, headers: { host: { value: 'click.example.com' } }, cookies: {} };
  if (asked.hasRaw) request.rawQueryString = function () { return asked.raw; };
  var returned = handler({ version: '1.0', context: {}, viewer: { ip: '192.0.2.1' }, request: request });
  var keys = Object.keys(returned.querystring);
  var raw = returned.querystring === asked.querystring ? asked.raw : keys.length === 0 ? undefined : 'set: ' + keys.join(',');
  return returned === request ? returned.uri + (raw === undefined ? '' : '?' + raw) : 'another request';
}
`;

// A context of its own has the language and nothing of Node: no process, no fetch, no timers.
const goesOn = runInNewContext(`${repairCode}\n${driver}\ngoesOn`) as (asked: Asked) => string;
const repaired = (target: string): string => goesOn(arrives(target));

const link = (target: string, marker: 'L0' | 'CL0' | 'CL1' = 'CL0'): string =>
  signedPath(clickPath({ marker, ...(marker === 'CL1' ? { customPath: 'App-1_.x' } : {}), target, ordinal: 1, messageId }), signature, '252');

describe('a link that a client decoded once', () => {
  test('is what SES made again, the query string that it had become included', () => {
    const asked = `/CL0/https://id.example.com/signinverify?code=NZJ&mail=k1%40163.com&name=KOZ-AL00${tail}`;
    expect(repaired(asked)).toBe(`/CL0/https:%2F%2Fid.example.com%2Fsigninverify%3Fcode=NZJ%26mail=k1%2540163.com%26name=KOZ-AL00${tail}`);
  });

  test.each(['/L0/', '/CL0/', '/CL1/app/'])('is recognised behind %s', head => {
    expect(repaired(`${head}https://www.example.com/a/b${tail}`)).toBe(`${head}https:%2F%2Fwww.example.com%2Fa%2Fb${tail}`);
  });

  test('is cut at its last tail when the target is a tracked link itself', () => {
    const inner = `https://click.example.com/CL0/https:%2F%2Fexample.com%2F${tail}`;
    expect(repaired(decodeURIComponent(link(inner)))).toBe(link(inner));
    expect(repaired(decodeURIComponent(link(`${inner}?utm_source=x`)))).toBe(link(`${inner}?utm_source=x`));
  });

  test('is repaired when others appended to it, and what they appended never becomes a part of the path', () => {
    const intact = link('https://www.example.com/a');
    expect(repaired(`/CL0/https://www.example.com/a${tail}?utm_source=x`)).toBe(`${intact}?utm_source=x`);
    expect(repaired(`/CL0/https://www.example.com/a${tail}&utm_source=x`)).toBe(intact);
    expect(repaired(`/CL0/https://www.example.com/a?b=1${tail}&utm_source=x`)).toBe(link('https://www.example.com/a?b=1'));
  });
});

describe('left alone, byte for byte', () => {
  test.each([
    ['an intact link', `/CL0/https:%2F%2Fid.example.com%2Fv%3Fcode=1%26mail=k%2540b.c${tail}`],
    ['an intact link to which others appended', `/CL0/https:%2F%2Fexample.com%2F${tail}?utm_source=https://a.b/c${tail}`],
    ['an intact link with a custom path', `/CL1/app/https:%2F%2Fexample.com%2F${tail}`],
    ['a pixel', `/CI0/${messageId}/${signature}252`],
    ['the favicon', '/favicon.ico'],
    ['an app-link file', '/.well-known/apple-app-site-association'],
    ['a decoded link without its tail', '/CL0/https://www.example.com/a/b'],
    ['a decoded link without its signature', `/CL0/https://www.example.com/a/1/${messageId}`],
    ['a decoded link whose signature shows %3D', `/CL0/https://www.example.com/a/1/${messageId}/${signature.replace('=', '%3D')}252`],
    ['a link of which only a part was decoded', `/CL0/https:%2F%2Fexample.com%2Fa?b=1&c=2${tail}`],
    ['a decoded link whose slashes were merged', `/CL0/https:/www.example.com/a${tail}`],
    ['a decoded link that does not lead to http or https', `/CL0/ftp://example.com/a${tail}`],
    ['a decoded link without a host', `/CL0/https:///a${tail}`],
    ['a character whose encoding by SES is not known', `/CL0/https://www.example.com/a+b${tail}`],
    ['a percent sign that encodes nothing', `/CL0/https://www.example.com/100%${tail}`],
    ['a custom path that SES would not take', `/CL1/a:b/https://www.example.com/${tail}`],
    ['two tails of which either may be the one', `/CL0/https://a.b/${tail}?x=1&y=https://c.d/${tail}&z=1`],
    ['another path that ends like a link', `/x/https://www.example.com/${tail}`],
  ])('%s', (_, target) => {
    expect(repaired(target)).toBe(target);
  });

  test('a request without rawQueryString() or with an empty one, as in the console, when there is a query string', () => {
    const { uri, querystring } = arrives(`/CL0/https://www.example.com/a?b=1${tail}`);
    expect(goesOn({ uri, querystring, hasRaw: false })).toBe(uri);
    expect(goesOn({ uri, querystring, hasRaw: true, raw: '' })).toBe(`${uri}?`);
    const whole = `/CL0/https://www.example.com/a${tail}`;
    expect(goesOn({ uri: whole, querystring: { utm_source: { value: 'x' } }, hasRaw: false })).toBe(whole);
    expect(goesOn({ ...arrives(whole), hasRaw: false })).toBe(link('https://www.example.com/a'));
  });

  test('a link that would reach 8,192 characters, which CloudFront would answer with an error', () => {
    const fits = `https://www.example.com/${'a'.repeat(8191 - link('https://www.example.com/').length)}`;
    const decoded = (url: string) => decodeURIComponent(link(url));
    expect(link(fits).length).toBe(8191);
    expect(repaired(decoded(fits)) === link(fits)).toBe(true);
    expect(repaired(decoded(`${fits}a`)) === decoded(`${fits}a`)).toBe(true);
    expect(repaired(`${decoded(fits)}?x`) === `${decoded(fits)}?x`).toBe(true);
  });

  test('a request in which nothing is as expected', () => {
    const call = runInNewContext(`${repairCode}\n(request) => handler({ request })`) as (request: unknown) => unknown;
    for (const request of [{}, { uri: 7 }, { uri: `/CL0/https://a.b/${tail}`, rawQueryString: () => JSON.parse('') }]) {
      const before = { ...request };
      expect(call(request)).toEqual(before);
    }
  });
});

/** Targets in the characters whose encoding is known: no fragment, no dot segments. */
const target = fc
  .tuple(
    fc.constantFrom('http', 'https', 'HTTPS'),
    fc.domain(),
    fc.constantFrom('', ':8443'),
    fc.array(
      fc.constantFrom(...'abcXYZ019-_:/?@&=,', '%20', '%2F', '%3F', '%25', '%2540', '%C3%A9', '/1', tail, `${tail}?`, '//', '/CL0/https:%2F%2Fa.b'),
      {
        maxLength: 30,
      },
    ),
  )
  .map(([scheme, host, port, rest]) => `${scheme}://${host}${port}${rest.length === 0 ? '' : '/'}${rest.join('')}`);
const marker = fc.constantFrom('L0' as const, 'CL0' as const, 'CL1' as const);
const hostile = fc
  .tuple(
    fc.constantFrom('', '/', '/CL0/', '/L0/', '/CL1/', '/CL1/a/', '/CL0/https://', '/CL0/https://a.b', '/CL0/https:%2F%2Fa.b'),
    fc.array(
      fc.oneof(
        {
          weight: 4,
          arbitrary: fc.constantFrom('/', '?', '&', '#', '%', '%2F', '%25', '=', '1', 'a.b', 'https://', tail, messageId, signature, '..'),
        },
        { weight: 1, arbitrary: anyText(4) },
      ),
      { maxLength: 20 },
    ),
    fc.constantFrom('', tail, `${tail}?a=b`, `${tail}&a=b`),
  )
  .map(([head, middle, end]) => head + middle.join('') + end);

describe('for every link', () => {
  test('decoded once and repaired it is the original, and repaired again it stays so', () => {
    fc.assert(
      fc.property(target, marker, (url, kind) => {
        const original = link(url, kind);
        expect(repaired(decodeURIComponent(original))).toBe(original);
        expect(repaired(original)).toBe(original);
      }),
      { numRuns: runs(2000) },
    );
  });

  test('whatever arrives, nothing throws, and only what reads as decoded is touched, keeping where it leads', () => {
    let touched = 0;
    fc.assert(
      fc.property(hostile, asked => {
        const after = repaired(asked);
        if (after === asked) return;
        touched += 1;
        const [was, is] = [parseTrackedLink(asked), parseTrackedLink(after)];
        expect(was).toMatchObject({ kind: 'click', form: 'decoded' });
        if (was.kind !== 'click') return;
        expect(is).toMatchObject({ kind: 'click', form: 'intact', target: was.target, messageId });
        expect(repaired(after)).toBe(after);
      }),
      { numRuns: runs(4000) },
    );
    expect(touched).toBeGreaterThan(runs(100));
  });

  test('a long hostile path takes no noticeable time', () => {
    const time = processorTime();
    for (const piece of [tail, `/1/${messageId}/`, '/1/1/1/1', 'A'.repeat(86), '%25%2F', '?&'])
      repaired(`/CL0/https://a.b/${piece.repeat(Math.ceil(8000 / piece.length))}`);
    expect(time()).toBeLessThan(200);
  });
});

const cases = join(corpus, 'decode-cases.jsonl');
describe.skipIf(!existsSync(cases))(`the corpus${existsSync(cases) ? '' : ` (skipped: no ${cases})`}`, () => {
  const lines = existsSync(cases) ? readFileSync(cases, 'utf8').trim().split('\n').slice(1) : [];
  const inputs = Object.fromEntries(
    lines.map(line => JSON.parse(line) as { id: string; input: string }).map(({ id, input }) => [id, input.replace(/^https?:\/\/[^/]+/, '')]),
  );

  test('the two links of the article: the decoded one becomes the other, which passes unchanged', () => {
    expect(repaired(inputs['seed-139'] ?? '')).toBe(inputs['seed-good']);
    expect(repaired(inputs['seed-good'] ?? '')).toBe(inputs['seed-good']);
  });

  test('of all its links only the decoded ones with a whole tail are touched', () => {
    const touched = Object.keys(inputs).filter(id => repaired(inputs[id] ?? '') !== inputs[id]);
    expect(touched).toEqual(['seed-139', '139-path', '139-digits', '139-amp26', '139-twice']);
  });
});

describe('as it is deployed', () => {
  test('the text is the file, within what CloudFront takes', () => {
    expect(repairCode).toBe(readFileSync(join(root, 'src/links/repair.js'), 'utf8'));
    expect(Buffer.byteLength(repairCode)).toBeLessThanOrEqual(10 * 1024);
    expect(repairCode).not.toMatch(/^\s*(import|export)\b|\b(require|fetch|eval|setTimeout|Date|Promise|async|await)\b\s*\(/m);
  });

  test('the bundle carries it byte for byte', async () => {
    const { output, ...options } = bundling;
    const bundle = await rolldown({ ...options, input: join(root, 'src/links/repair-code.ts') });
    // As the real bundle is minified, but in one chunk.
    const minify = (Array.isArray(output) ? output[0] : output)?.minify;
    const written = await bundle.generate({ format: 'cjs', entryFileNames: 'code.cjs', ...(minify === undefined ? {} : { minify }) });
    await bundle.close();
    const loaded: { repairCode?: string } = {};
    runInNewContext(written.output[0].code, { exports: loaded });
    expect(loaded.repairCode).toBe(repairCode);
  });

  const njs = ['/usr/bin/njs', '/usr/local/bin/njs'].find(existsSync);
  test.skipIf(njs === undefined)(
    `njs, the engine that CloudFront Functions grew from, agrees${njs === undefined ? ' (skipped: no njs here)' : ''}`,
    () => {
      const cases = [
        ...fc.sample(target, { numRuns: 300, seed: 1 }).map(url => decodeURIComponent(link(url))),
        ...fc.sample(hostile, { numRuns: 700, seed: 2 }),
      ]
        .map(asked => asked.replace(/[^ -~]/g, ''))
        .map(arrives);
      const folder = mkdtempSync(join(tmpdir(), 'ses-track-njs-'));
      try {
        const script = `${repairCode}\n${driver}\nvar cases = ${JSON.stringify(cases)};\nrequire('fs').writeFileSync(${JSON.stringify(join(folder, 'said.json'))}, JSON.stringify(cases.map(goesOn)));\n`;
        writeFileSync(join(folder, 'run.js'), script);
        execFileSync(njs ?? '', [join(folder, 'run.js')]);
        expect(JSON.parse(readFileSync(join(folder, 'said.json'), 'utf8'))).toEqual(cases.map(goesOn));
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

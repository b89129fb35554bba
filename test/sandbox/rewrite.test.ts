/** A message is rewritten where SES would rewrite it, and every other byte stays. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTrackedLink } from '../../src/links/tracked-link.ts';
import { linkLimit, rewrite, type Tracking } from '../../src/sandbox/rewrite.ts';
import { defaultHost, trackingKey } from '../../src/sandbox/tracking-key.ts';
import { corpus } from '../corpus.ts';
import { isLong, runs } from '../long.ts';
import { testWorld } from './worlds.ts';

const world = testWorld();
const messageId = '010001816026a82e-ed8bf730-9218-4bda-b6f6-f4cee9b40211-000000';
const plain: Tracking = {
  clicks: true,
  opens: 'on',
  host: defaultHost(world, 'us-east-1'),
  isCustom: false,
  httpsPolicy: 'OPTIONAL',
  messageId,
  key: trackingKey(world),
};
const own: Tracking = { ...plain, host: 'click.example.test', isCustom: true };

function mail(html: string, encoding = '7bit'): Buffer {
  const bytes = Buffer.from(html, 'latin1');
  const soft = (text: string): string => (text.match(/(?:=[0-9A-F]{2}|[^=]){1,20}/g) ?? []).join('=\r\n');
  const body =
    encoding === 'base64'
      ? (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')
      : encoding === 'quoted-printable'
        ? soft([...bytes].map(byte => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''))
        : html;
  const head = `Content-Type: text/html\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
  return Buffer.from(
    `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nplain https://example.com/\r\n--b\r\n${head}${body}\r\n--b--\r\n`,
    'latin1',
  );
}

/** The HTML after rewriting in a 7bit part. */
function html(source: string, tracking: Tracking = plain): string {
  const out = Buffer.from(rewrite(mail(source), tracking).bytes).toString('latin1');
  return out.slice(out.indexOf('7bit\r\n\r\n') + 8, out.lastIndexOf('\r\n--b--'));
}

const wrapped = 'https://[a-z0-9]{8}\\.r\\.us-east-1\\.awstrack\\.me/L0/[^/"]+/[0-9]+/[^/]{60}/[A-Za-z0-9_-]{27}=[0-9]{3}';
const clicksOnly: Tracking = { ...plain, opens: 'off' };

describe('the unsubscribe placeholder', () => {
  const leave = '{{amazonSESUnsubscribeUrl}}';
  const listed: Tracking = { ...clicksOnly, unsubscribeUrl: 'https://leave.test/1' };

  test('is replaced twice in a message, whatever parts it stands in', () => {
    const part = (type: string, text: string) => `--b\r\nContent-Type: text/${type}\r\n\r\n${text}\r\n`;
    const source = `Content-Type: multipart/alternative; boundary=b\r\n\r\n${part('plain', leave)}${part('html', `${leave} ${leave}`)}--b--\r\n`;
    const out = Buffer.from(rewrite(Buffer.from(source), listed).bytes).toString('latin1');
    expect(out).toBe(source.replace(leave, 'https://leave.test/1').replace(leave, 'https://leave.test/1'));
  });

  test('inside an attribute that is taken out goes with it', () => {
    expect(html(`<a ses:tags="${leave}" ses:no-track href="${leave}">`, listed)).toBe('<a href="https://leave.test/1">');
  });
});

describe('links', () => {
  test.each([
    ['double quotes', '<a href="https://example.com/a?b=1&amp;c=2#d">', `^<a href="${wrapped}">$`],
    ['single quotes', "<a href='https://example.com/'>", `^<a href='${wrapped}'>$`],
    ['no quotes', '<a href=https://example.com/ >', `^<a href=${wrapped} >$`],
    ['capitals', '<A Class=x HREF="Https://example.com/">', `^<A Class=x HREF="${wrapped}">$`],
  ])('with %s is wrapped, and the tag stays as it was written', (_, source, expected) => {
    expect(html(source, clicksOnly)).toMatch(new RegExp(expected));
  });

  test('the target is the address a browser would ask for, capitals and fragment kept', () => {
    const [link] = rewrite(mail('<a href="Https://example.com/a?b=1&amp;c=%20#d">'), plain).links;
    expect(link?.url).toBe('Https://example.com/a?b=1&c=%20#d');
    expect(parseTrackedLink(link?.tracked ?? '')).toMatchObject({
      target: 'Https://example.com/a?b=1&c=%20#d',
      raw: 'Https:%2F%2Fexample.com%2Fa%3Fb=1%26c=%2520%23d',
    });
  });

  test.each([
    '<a href="https://id.example.com/verify?name=OPPO A33m">',
    '<a href="https://example.com/caf\u00e9">',
    '<a href=" https://example.com/">',
    '<a href="">',
    '<a href="#top">',
    '<a href="/path">',
    '<a href="//example.com/">',
    '<a href="mailto:a@example.com">',
    '<a href="tel:123">',
    '<a href="http://">',
    '<a href="https://example.com/{{name}}">',
    '<a name="https://example.com/">',
    '<link href="https://example.com/">',
    '<area href="https://example.com/">',
    '<svg><a href="https://example.com/">x</a></svg>',
    '<!--[if mso]><a href="https://example.com/"><![endif]-->',
    '<!-- <a href="https://example.com/"> -->',
    '<v:roundrect href="https://example.com/">',
    '<img src="https://example.com/x.png">',
    '<form action="https://example.com/"></form>',
    '<style>a { background: url(https://example.com/) }</style>',
  ])('%s is left as it is', source => {
    expect(html(source, clicksOnly)).toBe(source);
  });

  test('the number counts links to the same target, not links', () => {
    const targets = ['https://a.test/', 'https://b.test/', 'https://a.test/'];
    const { links } = rewrite(mail(targets.map(url => `<a href="${url}">x</a>`).join('')), plain);
    expect(links.map(({ tracked }) => tracked.split('/')[5])).toEqual(['1', '1', '2']);
  });

  test('the two hundred and fifty-first link is left alone', () => {
    const { links } = rewrite(mail('<a href="https://example.com/">x</a>'.repeat(linkLimit + 3)), plain);
    expect(links).toHaveLength(250);
    const out = html('<a href="https://example.com/">x</a>'.repeat(linkLimit + 1), clicksOnly);
    expect(out.endsWith('<a href="https://example.com/">x</a>')).toBe(true);
  });

  test.each([
    ['OPTIONAL', 'http', 'http', 'https'],
    ['REQUIRE_OPEN_ONLY', 'https', 'http', 'https'],
    ['REQUIRE', 'https', 'https', 'https'],
  ])('under %s the pixel is %s, an http link %s, an https link %s', (httpsPolicy, pixel, http, https) => {
    const done = rewrite(mail('<a href="http://a.test/"><a href="https://a.test/">'), { ...own, httpsPolicy });
    expect([done.pixel, ...done.links.map(link => link.tracked)].map(url => url?.split(':')[0])).toEqual([pixel, http, https]);
    expect(done.links[0]?.tracked).toMatch(/:\/\/click\.example\.test\/CL0\/http:%2F%2Fa\.test%2F\/1\/[^/]{60}\/[A-Za-z0-9_-]{43}=[0-9]{3}$/);
    expect(done.pixel).toMatch(/:\/\/click\.example\.test\/CI0\/[^/]{60}\/[A-Za-z0-9_-]{43}=[0-9]{3}$/);
  });
});

describe('attributes of SES', () => {
  test.each(['ses:no-track', 'ses:no-track=""', 'ses:no-track="true"', "SES:No-Track = 'x'"])(
    '%s keeps a link as it is and is taken out',
    attribute => {
      expect(html(`<a ${attribute} href="https://example.com/"\n>`, clicksOnly)).toBe('<a href="https://example.com/"\n>');
      expect(html(`<a href="https://example.com/" ${attribute}>`, clicksOnly)).toBe('<a href="https://example.com/">');
    },
  );

  test('ses:tags become tags of the link and are taken out, illegal ones dropped', () => {
    const source = '<a ses:tags="campaign:spring;kind:button;kind:blue;bad one:x;" href="https://example.com/" class="x">';
    const { links } = rewrite(mail(source), plain);
    expect(links[0]?.tags).toEqual({ campaign: ['spring'], kind: ['button', 'blue'] });
    expect(html(source, clicksOnly)).toMatch(new RegExp(`^<a href="${wrapped}" class="x">$`));
  });

  test.each([
    ['app.v1_x-Y', 'CL1/app.v1_x-Y'],
    ['', 'CL0'],
    ['no spaces', 'CL0'],
    ['x'.repeat(33), 'CL0'],
  ])('ses:custom-path="%s" gives /%s/', (segment, marker) => {
    const source = `<a href="https://example.com/" ses:custom-path="${segment}">`;
    expect(rewrite(mail(source), own).links[0]?.tracked).toContain(`https://click.example.test/${marker}/https:%2F%2F`);
    expect(html(source, own)).not.toContain('ses:');
  });

  test('they go from a link that is not tracked too, and from no other element', () => {
    expect(html('<a ses:tags="a:b" href="mailto:x@y.z"><p ses:tags="a:b">', clicksOnly)).toBe('<a href="mailto:x@y.z"><p ses:tags="a:b">');
  });
});

describe('the pixel', () => {
  const image =
    /<img alt="" src="https:\/\/[a-z0-9]{8}\.r\.us-east-1\.awstrack\.me\/I0\/[^/]{60}\/[A-Za-z0-9_-]{27}=[0-9]{3}" style="display: none; width: 1px; height: 1px;">/;

  test('stands right before the last </body>, or at the end', () => {
    expect(html('<body>x</BODY></html>')).toMatch(new RegExp(`^<body>x${image.source}</BODY></html>$`));
    expect(html('<p>x</p>')).toMatch(new RegExp(`^<p>x</p>${image.source}$`));
  });

  test('stands where the placeholder stood; a second placeholder is taken out', () => {
    expect(html('<body>{{ses:openTracker}}<p>{{ses:openTracker}}</p></body>')).toMatch(new RegExp(`^<body>${image.source}<p></p></body>$`));
  });

  test('is not there when opens are off; a send that forbids it takes the placeholder out as well', () => {
    expect(html('<p>{{ses:openTracker}}</p>', clicksOnly)).toBe('<p>{{ses:openTracker}}</p>');
    expect(html('<p>{{ses:openTracker}}</p>', { ...plain, opens: 'strip' })).toBe('<p></p>');
  });

  test('stands once in a message of several pages', () => {
    const raw = Buffer.from(
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>1\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>2\r\n--b--',
    );
    expect(Buffer.from(rewrite(raw, plain).bytes).toString().match(/<img/g)).toHaveLength(1);
  });
});

describe('what SES may not touch', () => {
  test('plain text, attachments and what its sender signed', () => {
    const page = '<a href="https://example.com/">';
    for (const head of [
      'Content-Type: text/plain',
      'Content-Type: text/html\r\nContent-Disposition: attachment',
      'Content-Type: text/x-amp-html',
      'Content-Type: text/html; charset=utf-16',
    ]) {
      const raw = Buffer.from(`${head}\r\n\r\n${page}`);
      expect(Buffer.from(rewrite(raw, plain).bytes).toString()).toBe(raw.toString());
    }
    const signed = Buffer.from(`Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n${page}\r\n--b--`);
    expect(Buffer.from(rewrite(signed, plain).bytes).toString()).toBe(signed.toString());
  });

  test('a message that nobody tracks stays the same bytes', () => {
    const raw = mail('<a href="https://example.com/" ses:no-track>{{ses:openTracker}}');
    expect(Buffer.from(rewrite(raw, { ...plain, clicks: false, opens: 'off' }).bytes).equals(raw)).toBe(true);
  });

  test('8bit parts suffer only under the trap that says so', () => {
    expect(html('<p>\u00e9</p>', clicksOnly)).toBe('<p>\u00e9</p>');
    expect(html('<p>\u00e9</p>', { ...clicksOnly, garbles8bit: true })).toBe('<p>?</p>');
  });
});

/** Undoes the rewriting from the outside: what is left must be the source without its SES attributes. */
function unwrapped(rewritten: string): string {
  return rewritten
    .replace(/<img alt="" src="https:\/\/[a-z0-9]{8}\.r\.us-east-1\.awstrack\.me\/I0\/[^"]*" style="display: none; width: 1px; height: 1px;">/g, '')
    .replace(/https?:\/\/[a-z0-9]{8}\.r\.us-east-1\.awstrack\.me\/L0\/[^/]+\/[0-9]+\/[^/]{60}\/[A-Za-z0-9_-]{27}=[0-9]{3}/g, tracked => {
      const link = parseTrackedLink(tracked);
      return link.kind === 'click' ? link.target : tracked;
    });
}

/** The decoded page of a message that `mail` made. */
function pageOf(bytes: Uint8Array, encoding: string): string {
  const out = Buffer.from(bytes).toString('latin1');
  const body = out.slice(out.indexOf(`${encoding}\r\n\r\n`) + encoding.length + 4, out.lastIndexOf('\r\n--b--'));
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('latin1');
  if (encoding === 'quoted-printable')
    return body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return body;
}

/** The addresses that the corpus expects SES to track in a mail sent as it stands, placeholders and all. */
function trackable(file: string): string[] {
  interface Link {
    raw: string;
    value?: string;
    expected: string;
    rfc3986: string;
  }
  const { defaults, links } = JSON.parse(readFileSync(file, 'utf8')) as { defaults: Partial<Link>; links: Link[] };
  return links
    .map(link => ({ ...defaults, ...link }))
    .filter(link => link.expected === 'trackable' && link.rfc3986 !== 'dynamic')
    .slice(0, linkLimit)
    .map(link => link.value ?? link.raw);
}

describe('every byte beside', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<a href="https://example.com/x">',
      "<a href='http://a.test/?q=1'>",
      '<a class=x href=https://b.test/ >',
      '</a>',
      '<p>',
      '\r\n',
      '\u00e9',
      '</body>',
      '<!--',
      '-->',
      '<a',
      '"',
      '=20',
      '<svg>',
      ' title="x y">',
      '<![if',
    ),
    fc.string({ unit: fc.constantFrom('a', ' ', '<', '>', '"', '=', '\t', '\u00ff'), maxLength: 12 }),
  );

  test('stays what it was, in every transfer encoding, and all encodings agree', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        const source = pieces.join('');
        const pages = ['8bit', 'base64', 'quoted-printable'].map(encoding => pageOf(rewrite(mail(source, encoding), plain).bytes, encoding));
        expect(unwrapped(pages[0] ?? '')).toBe(source);
        expect(pages[1]).toBe(pages[0]);
        expect(pages[2]).toBe(pages[0]);
      }),
      { numRuns: runs(400) },
    );
  });

  const templates = join(corpus, 'templates');
  test.skipIf(!existsSync(templates))(
    `stays what it was in real templates, where the links that should be are wrapped${existsSync(templates) ? '' : ` (skipped: no ${templates})`}`,
    () => {
      const files = readdirSync(templates, { recursive: true, encoding: 'utf8' })
        .filter(file => file.endsWith('.html'))
        .filter((_, at) => isLong || at % 4 === 0);
      let links = 0;
      for (const file of files) {
        const source = readFileSync(join(templates, file)).toString('latin1');
        const encoding = source.length < 10_000 ? 'quoted-printable' : '8bit';
        const done = rewrite(mail(source, encoding), plain);
        links += done.links.length;
        expect(
          done.links.map(link => link.url),
          file,
        ).toEqual(trackable(join(corpus, 'expected', `${file}.json`)));
        // A link written with entities comes back decoded: compare both sides decoded.
        expect(unwrapped(pageOf(done.bytes, encoding)).replaceAll('&amp;', '&'), file).toBe(
          source.replaceAll('&amp;', '&').replaceAll(' ses:no-track', '').replaceAll('{{ses:openTracker}}', ''),
        );
      }
      expect(links).toBeGreaterThan(isLong ? 1000 : 50);
    },
  );
});

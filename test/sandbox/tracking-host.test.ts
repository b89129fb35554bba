/** The tracking host follows what it signed, refuses the rest, and counts only what counts. */
import { describe, expect, test } from 'vitest';
import { openAccount } from './account.ts';

const page =
  '<body><a ses:tags="n:1" href="https://example.com/a?x=1&amp;y=%20z#f">1</a><a ses:tags="n:2" href="https://example.com/a?x=1&amp;y=%20z#f">2</a></body>';

const account = await openAccount({ types: ['OPEN', 'CLICK', 'SUBSCRIPTION'] });

/** A mail in the inbox, its links and its pixel; `events` are those of this mail alone. */
async function delivered() {
  const messageId = await account.send({ to: ['ann@example.org'], html: page });
  await account.settled();
  const mail = account.sandbox.mails().at(-1);
  const events = () => account.events().filter(event => (event['mail'] as { messageId: string }).messageId === messageId);
  const [first = '', second = ''] = mail?.links.map(link => link.tracked) ?? [];
  const pixel = /src="([^"]*\/I0\/[^"]*)"/.exec(mail?.html ?? '')?.[1] ?? '';
  return { ...account, events, first, second, pixel, path: first.replace(/^https?:\/\/[^/]*/, '') };
}

describe('an intact link', () => {
  test('leads to its target, byte for byte, and is one click with the tags of that link', async () => {
    const { sandbox, settled, events, second } = await delivered();
    const headers = { 'user-agent': 'Browser/1.0', 'x-forwarded-for': '192.0.2.7, 198.51.100.1' };
    expect(await sandbox.visit(second, headers)).toEqual({ status: 302, location: 'https://example.com/a?x=1&y=%20z#f' });
    await settled();
    expect(events().map(event => event['click'])).toMatchObject([
      { link: 'https://example.com/a?x=1&y=%20z#f', linkTags: { n: ['2'] }, userAgent: 'Browser/1.0', ipAddress: '192.0.2.7' },
    ]);
  });

  test('works on the sandbox’s own address too, and with what others appended', async () => {
    const { ask, settled, events, path, sandbox } = await delivered();
    await ask('/');
    expect(sandbox.mails().at(-1)?.links[0]?.visit).toBe(`http://127.0.0.1:4579${path}`);
    expect((await ask(path)).headers.get('location')).toBe('https://example.com/a?x=1&y=%20z#f');
    expect((await ask(`${path}?utm_source=x`)).status).toBe(302);
    await settled();
    expect(events()).toHaveLength(2);
  });

  test('asked with HEAD leads on and is no click', async () => {
    const { ask, settled, events, path } = await delivered();
    const answer = await ask(path, { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([302, '']);
    await settled();
    expect(events()).toEqual([]);
  });

  test('still leads on after sixty days, but nobody is told', async () => {
    const { sandbox, clock, settled, events, first } = await delivered();
    await clock.sleep(60 * 86_400_000 + 1);
    expect((await sandbox.visit(first)).status).toBe(302);
    await settled();
    expect(events()).toEqual([]);
  });
});

describe('refused with 400, and counted nowhere', () => {
  const damage: Record<string, (path: string) => string> = {
    'decoded once, as 139 Mail does': path => decodeURIComponent(path),
    'decoded in part': path => path.replace('%2F', '/'),
    'with another target': path => path.replace('example.com', 'evil.example'),
    'with another number': path => path.replace(/\/1\//, '/9/'),
    'with another signature': path => path.replace(/[A-Za-z0-9_-]{5}=([0-9]{3})$/, 'AAAAA=$1'),
    'with another key': path => path.replace(/[0-9]{3}$/, '999'),
    'without its signature': path => path.slice(0, path.lastIndexOf('/')),
    'with another marker': path => path.replace('/L0/', '/CL0/'),
    'that is no link at all': () => '/L0/',
  };
  test.each(Object.keys(damage))('a link %s', async name => {
    const { ask, settled, events, path } = await delivered();
    const target = damage[name]?.(path) ?? '';
    expect(target).not.toBe(path);
    expect((await ask(target)).status).toBe(400);
    await settled();
    expect(events()).toEqual([]);
  });

  test('a request whose headers are longer than 8192 bytes, as with cookies of the parent domain', async () => {
    const { ask, path } = await delivered();
    expect((await ask(path, { headers: { cookie: 'x'.repeat(8000) } })).status).toBe(302);
    expect((await ask(path, { headers: { cookie: 'x'.repeat(8192) } })).status).toBe(400);
  });
});

test('the pixel is a picture, and one open each time it is asked for', async () => {
  const { ask, settled, events, pixel } = await delivered();
  const answer = await ask(pixel.replace(/^https?:\/\/[^/]*/, ''));
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/gif']);
  expect(
    Buffer.from(await answer.arrayBuffer())
      .subarray(0, 6)
      .toString(),
  ).toBe('GIF89a');
  await ask(pixel.replace(/^https?:\/\/[^/]*/, ''));
  await settled();
  expect(events().map(event => event['eventType'])).toEqual(['Open', 'Open']);
});

test('the favicon proves region and protocol', async () => {
  const { ask } = await delivered();
  const answer = await ask('/favicon.ico', { method: 'HEAD' });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/x-icon']);
  expect(answer.headers.get('x-amz-ses-region')).toBe('us-east-1');
  expect(answer.headers.get('x-amz-ses-request-protocol')).toBe('http');
});

test('it answers to its own hosts and to domains of this account, and to no other name', async () => {
  const { ask, path } = await delivered();
  for (const host of ['r.eu-west-1.awstrack.me', 'example.test', 'click.example.test', '127.0.0.1:4579'])
    expect((await ask(path, { host })).status, host).toBe(302);
  for (const host of ['d111111abcdef8.cloudfront.net', 'evilexample.test', 'awstrack.me.evil.example'])
    expect((await ask(path, { host })).status, host).toBe(400);
});

test('a forged unsubscribe page is refused, and unsubscribes nobody', async () => {
  const { ask, post, settled, events } = account;
  await settled();
  const before = events().length;
  expect((await ask('/unsubscribe/010001816026a82e-ed8bf730-9218-4bda-b6f6-f4cee9b40211-000000/abc=100')).status).toBe(400);
  expect((await post('/unsubscribe/x/y', 'List-Unsubscribe=One-Click')).status).toBe(400);
  await settled();
  expect(events()).toHaveLength(before);
});

/** The socket's side of a server: what reaches the handler, what is refused before it, how it stops. */
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { Handler, ServeOptions } from '../../src/outside/index.ts';
import { serve } from '../../src/outside/node/serve.ts';
import { openAuthority } from '../../src/sandbox/authority.ts';

const loopback: ServeOptions = { host: '127.0.0.1', port: 0, maxBodyBytes: 1000 };

/** Sends bytes as they are and returns everything that comes back until the connection closes. */
function raw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let got = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', chunk => {
      got += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(got));
    socket.on('error', reject);
  });
}

const get = (target: string, headers = '') => `GET ${target} HTTP/1.1\r\nHost: click.example.test\r\n${headers}Connection: close\r\n\r\n`;

async function targetsSeen(targets: string[]): Promise<{ target: string; address: string; host: string | null }[]> {
  const seen: { target: string; address: string; host: string | null }[] = [];
  const serving = await serve(async (request, peer) => {
    seen.push({ target: peer?.target ?? '', address: peer?.address ?? '', host: request.headers.get('host') });
    return new Response();
  }, loopback);
  for (const target of targets) await raw(serving.url, get(target));
  await serving.stop();
  return seen;
}

test('the request target reaches the handler byte for byte, though a URL would normalise it', async () => {
  const targets = ['/CL0/https:%2F%2Fa.test%2Fb/1/x', '/CL0/https://a.test/../b/./c', '//evil.test/x', '/a\\b', '/%2e%2e/x?q=%20&r=+', '/a?b#c'];
  const seen = await targetsSeen(targets);
  expect(seen.map(each => each.target)).toEqual(targets);
  expect(seen[0]).toEqual({ target: targets[0], address: '127.0.0.1', host: 'click.example.test' });
});

test('a target that begins with two slashes stays a path and does not become another host', async () => {
  let url = '';
  const serving = await serve(async request => {
    url = request.url;
    return new Response();
  }, loopback);
  await raw(serving.url, get('//evil.test/x'));
  await serving.stop();
  expect(url).toBe('http://click.example.test//evil.test/x');
});

test('a body over the limit is answered 413 whether its length is announced or not, and never reaches the handler', async () => {
  let calls = 0;
  const serving = await serve(async () => {
    calls += 1;
    return new Response();
  }, loopback);
  const announced = await fetch(serving.url, { method: 'POST', body: 'x'.repeat(1001) });
  const chunked = await raw(
    serving.url,
    `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3e9\r\n${'x'.repeat(1001)}\r\n0\r\n\r\n`,
  );
  const expecting = await raw(serving.url, `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n`);
  const within = await fetch(serving.url, { method: 'POST', body: 'x'.repeat(1000) });
  await serving.stop();
  expect(announced.status).toBe(413);
  expect(chunked).toMatch(/^HTTP\/1\.1 413 /);
  expect(expecting).toMatch(/^HTTP\/1\.1 413 /);
  expect(within.status).toBe(200);
  expect(calls).toBe(1);
});

test('headers up to the limit come through and longer ones are answered 431', async () => {
  const serving = await serve(async request => new Response(String(request.headers.get('cookie')?.length)), { ...loopback, maxHeaderBytes: 32_768 });
  const long = await raw(serving.url, get('/', `Cookie: ${'c'.repeat(30_000)}\r\n`));
  const tooLong = await raw(serving.url, get('/', `Cookie: ${'c'.repeat(40_000)}\r\n`));
  await serving.stop();
  expect(long).toMatch(/30000$/);
  expect(tooLong).toMatch(/^HTTP\/1\.1 431 /);
});

test('a handler that throws answers 500 with nothing of the fault in it, and the fault is told', async () => {
  const faults: unknown[] = [];
  const broken: Handler = async () => {
    throw new Error('secret inside');
  };
  const serving = await serve(broken, { ...loopback, onFault: fault => faults.push(fault) });
  const response = await fetch(serving.url);
  await serving.stop();
  expect(response.status).toBe(500);
  expect(await response.text()).toBe('');
  expect(faults.map(String)).toEqual(['Error: secret inside']);
});

test('a method or host that no Request can carry is answered 400', async () => {
  const serving = await serve(async () => new Response(), loopback);
  expect(await raw(serving.url, 'TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await raw(serving.url, 'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  await serving.stop();
});

test('a stop lets the request under way end, closes what is kept alive, and takes no more', async () => {
  const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const serving = await serve(async () => {
    enter();
    await released;
    return new Response('done');
  }, loopback);
  const underWay = fetch(serving.url);
  await entered;
  const stopped = serving.stop();
  release();
  const response = await underWay;
  expect(await response.text()).toBe('done');
  expect(response.headers.get('connection')).toBe('close');
  await stopped;
  await expect(fetch(serving.url)).rejects.toThrow();
});

test('a stop does not wait longer than its grace for a request that never ends', async () => {
  const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
  const serving = await serve(() => {
    enter();
    return new Promise(() => undefined);
  }, loopback);
  const underWay = fetch(serving.url).catch((error: unknown) => error);
  await entered;
  await serving.stop(20);
  expect(await underWay).toBeInstanceOf(Error);
});

test('a stop does not wait longer than its grace for a client that never begins TLS', async () => {
  const tls = openAuthority({ now: () => Date.now(), bytes: count => crypto.getRandomValues(new Uint8Array(count)) }).issue(['localhost']);
  const serving = await serve(async () => new Response(), { ...loopback, tls });
  const silent = connect(Number(new URL(serving.url).port), '127.0.0.1');
  const hungUp = new Promise(resolve => silent.once('close', resolve));
  await new Promise(resolve => silent.once('connect', resolve));
  await serving.stop(20);
  await hungUp;
});

test('a port that is taken is trouble with a name', async () => {
  const first = await serve(async () => new Response(), loopback);
  const port = Number(new URL(first.url).port);
  await expect(serve(async () => new Response(), { ...loopback, port })).rejects.toMatchObject({
    code: 'serve.refused',
    message: `cannot listen on 127.0.0.1:${port}: the port is taken`,
  });
  await first.stop();
});

test('several cookies stay several headers', async () => {
  const headers = new Headers();
  headers.append('set-cookie', 'a=1');
  headers.append('set-cookie', 'b=2');
  const serving = await serve(async () => new Response('', { headers }), loopback);
  const response = await fetch(serving.url);
  await serving.stop();
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

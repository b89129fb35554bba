/** A sandbox never speaks to another machine, whatever webhook it is told of. */
import { expect, test } from 'vitest';
import { webHere } from '../../src/outside/node/web-here.ts';

const reached: string[] = [];
const web = webHere(async request => {
  reached.push(request.url);
  return new Response();
});

test.each(['http://127.0.0.1:8080/', 'http://127.9.9.9/', 'http://[::1]:1/', 'http://localhost:8080/ses'])('%s is reached', async url => {
  await web(new Request(url));
  expect(reached.at(-1)).toBe(url);
});

test.each(['https://hooks.example.com/ses', 'http://127.0.0.1.example.com/', 'http://10.0.0.1/', 'http://localhost.example.com/'])(
  '%s is not',
  async url => {
    await expect(web(new Request(url))).rejects.toThrow(`a sandbox posts only to this machine, not to ${new URL(url).host}`);
    expect(reached).not.toContain(url);
  },
);

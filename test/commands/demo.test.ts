/** The demo as a newcomer runs it: the whole story, one command, nothing left behind. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Story } from '../../src/store/event-store.ts';
import { corpus } from '../corpus.ts';
import { isLong, onlyLong } from '../long.ts';
import { run } from '../program/run.ts';

const told = (stdout: string): Map<string, Story> =>
  new Map((JSON.parse(stdout) as { messages: Story[] }).messages.map(story => [story.recipients[0] ?? '', story]));
const types = (story: Story | undefined): string[] => (story?.events ?? []).map(event => event.type);

test('every reader does what its name says, and every event is stored once', async () => {
  const home = mkdtempSync(join(tmpdir(), 'ses-track-demo-'));
  const ended = await run(['demo', '--json'], { cwd: home, env: { HOME: home } });
  expect(ended.code, ended.stderr).toBe(0);
  const stories = told(ended.stdout);
  expect(types(stories.get('reader@example.test'))).toEqual(['Send', 'Delivery', 'Open', 'Click']);
  expect(types(stories.get('bounce@example.test'))).toEqual(['Send', 'Bounce']);
  expect(types(stories.get('complaint@example.test'))).toEqual(['Send', 'Delivery', 'Complaint']);
  expect(types(stories.get('you@example.test'))).toEqual(['Send', 'Delivery', 'Open', 'Click']);
  const scanner = stories.get('scanner@example.test');
  expect(types(scanner).filter(type => type === 'Click')).toHaveLength(3);
  expect(new Set(scanner?.events.filter(event => event.type === 'Click').map(event => event.reader))).toEqual(new Set(['bot']));
  expect(readdirSync(home)).toEqual([]);
  rmSync(home, { recursive: true });
}, 30_000);

test.skipIf(!isLong)(
  `says in words what happened, steps to stderr and the story to stdout${onlyLong}`,
  async () => {
    const ended = await run(['demo']);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).toMatch(/✔ configuration set ses-track: create[\s\S]*✔ send to reader@example\.test/);
    expect(ended.stdout).toMatch(/Click +https:\/\/www\.example\.com\/docs\/first-steps/);
    expect(ended.stdout).not.toMatch(/Click +https:\/\/www\.example\.com\/unsubscribe/);
  },
  30_000,
);

test.skipIf(!isLong)(
  `traces a click on a link of the user's own mail${onlyLong}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ses-track-demo-'));
    writeFileSync(
      join(folder, 'own.html'),
      '<title>Mine</title><p><a href="https://shop.example.com/a%20b?x=1&amp;y=ü">bad</a> <a href="https://shop.example.com/cart?id=7">cart</a></p>',
    );
    const ended = await run(['demo', '--template', 'own.html', '--json'], { cwd: folder });
    rmSync(folder, { recursive: true });
    expect(ended.code, ended.stderr).toBe(0);
    const you = told(ended.stdout).get('you@example.test');
    expect(you?.subject).toBe('Mine');
    expect(you?.events.find(event => event.type === 'Click')?.link).toBe('https://shop.example.com/cart?id=7');
  },
  30_000,
);

test('a template that is not there is said, and nothing is begun', async () => {
  const ended = await run(['demo', '--template', 'nowhere.html']);
  expect(ended.code).toBe(3);
  expect(ended.stderr).toMatch(/^error: cannot read nowhere\.html/);
});

test.skipIf(!isLong)(
  `Ctrl-C in the middle ends it at once with 130${onlyLong}`,
  async () => {
    let killed = false;
    const ended = await run(['demo'], {
      watch(soFar, child) {
        if (killed || !soFar.stderr.includes('send to reader')) return;
        killed = true;
        child.kill('SIGINT');
      },
    });
    expect([ended.code, ended.stdout]).toEqual([130, '']);
    expect(ended.stderr).toMatch(/interrupted\n$/);
  },
  30_000,
);

const template = join(corpus, 'templates/mailgun+transactional-email-templates/templates/inlined/action.html');
const why = onlyLong || (existsSync(template) ? '' : ' (skipped: the corpus is not here)');

test.skipIf(why !== '')(
  `a real template is opened and clicked${why}`,
  async () => {
    const ended = await run(['demo', '--template', template, '--json']);
    expect(ended.code, ended.stderr).toBe(0);
    const link = told(ended.stdout)
      .get('you@example.test')
      ?.events.find(event => event.type === 'Click')?.link;
    expect(link).toBeDefined();
    expect(readFileSync(template, 'utf8')).toContain(link);
  },
  30_000,
);

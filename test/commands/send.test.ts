/** `ses-track send` as an operator meets it, over a whole account in memory. */
import { expect, test } from 'vitest';
import { Trouble } from '../../src/errors.ts';
import type { EventStore } from '../../src/store/event-store.ts';
import { openStage, type Stage } from '../setup/stage.ts';

const from = 'news@example.test';

async function ready(): Promise<Stage> {
  const stage = await openStage();
  await stage.run('setup --yes');
  return stage;
}

test('the built-in mail goes out with the configuration set, tracked, and its id is the one in the inbox', async () => {
  const stage = await ready();
  const { code, out } = await stage.run(`send --from ${from} --to ann@example.com --tag campaign=spring`);
  const [mail] = stage.sandbox.mails();
  expect(code).toBe(0);
  expect(mail).toMatchObject({ configurationSet: 'ses-track', recipients: ['ann@example.com'], subject: 'ses-track test' });
  expect(mail?.links.map(({ url }) => url)).toEqual(['https://example.com/', 'https://example.com/search?q=ses-track&page=2']);
  expect(out).toContain(`${mail?.messageId}  ann@example.com`);
  expect(out).toContain(`Next: ses-track trace ${mail?.messageId}`);
});

test('each recipient gets a message of its own', async () => {
  const stage = await ready();
  const { out } = await stage.run(`send --from ${from} --to ann@example.com --to bob@example.com --simulate all --json`);
  expect(JSON.parse(out).messages.map(({ to }: { to: string }) => to)).toEqual([
    ...['ann@example.com', 'bob@example.com', 'success@simulator.amazonses.com', 'bounce@simulator.amazonses.com'],
    ...['complaint@simulator.amazonses.com', 'ooto@simulator.amazonses.com', 'suppressionlist@simulator.amazonses.com'],
  ]);
  expect(stage.sandbox.mails()).toHaveLength(7);
});

test('an untracked send has no pixel and its own links', async () => {
  const stage = await ready();
  await stage.run(`send --from ${from} --to ann@example.com`);
  expect((await stage.run(`send --from ${from} --to ann@example.com --no-open-tracking --no-click-tracking`)).code).toBe(0);
  const mails = stage.sandbox.mails();
  const withPixel = mails.filter(({ html }) => /<img/.test(html ?? ''));
  expect(mails).toHaveLength(2);
  expect(withPixel).toHaveLength(1);
  expect(mails.find(mail => !withPixel.includes(mail))?.html).toContain('href="https://example.com/"');
});

test('a template is sent with its own title, and placeholders that stay are said', async () => {
  const stage = await ready();
  stage.files.set('welcome.html', '<title>Welcome</title><p>Dear {{name}}, <a href="https://shop.example/?a=1">look</a></p>');
  const { code, err } = await stage.run(`send --from ${from} --to ann@example.com --template welcome.html`);
  expect([code, err]).toEqual([0, expect.stringContaining('welcome.html is sent as it is, with its placeholders: {{name}}')]);
  expect(stage.sandbox.mails()[0]).toMatchObject({ subject: 'Welcome', links: [{ url: 'https://shop.example/?a=1' }] });
});

test.each([
  ['--to ann@example.com', 2, '--from is missing'],
  [`--from ${from}`, 2, 'there is no recipient'],
  [`--from ${from} --to ann`, 2, 'is not one mail address'],
  [`--from ${from} --to ann@example.com --tag a=b.c`, 2, 'has something that SES does not take'],
  [`--from ${from} --to ann@example.com --subject hi\nBcc:x@y.example`, 2, '--subject has a line break'],
  [`--from ${from} --simulate nothing`, 2, 'is not one of success, bounce'],
  [`--from ${from} --to ann@example.com --template gone.html`, 3, 'cannot read gone.html'],
  [`--from ${from} --to ann@example.com --wait 1s`, 2, 'there is no home folder to keep events in'],
  [`--from ${from} --to ann@example.com --wait 1s --store sqlite:gone.db`, 3, 'no event store there'],
])('send %s is refused with exit %i before any call', async (flags, code, message) => {
  const stage = await openStage();
  const ended = await stage.run(`send ${flags}`);
  expect([ended.code, ended.err]).toEqual([code, expect.stringContaining(message)]);
  expect(stage.sandbox.calls()).toEqual({ read: 0, write: 0 });
});

test.each([
  ['Latin-1', Buffer.from('<title>x</title>\n<p>\n<a href="https://example.com/">Café</a>', 'latin1'), 'line 3'],
  ['UTF-16', Buffer.from('\ufeff<p>x</p>', 'utf16le'), 'line 1'],
])('a template in %s is refused before anything is sent: none of its letters is lost', async (_, bytes, line) => {
  const stage = await openStage();
  const { files } = stage.outside;
  stage.outside.files = { ...files, read: async path => (path.endsWith('old.html') ? bytes : files.read(path)) };
  const { code, err } = await stage.run(`send --from ${from} --to ann@example.com --template old.html`);
  expect([code, err]).toEqual([2, `old.html is not UTF-8 (${line})\nSave it as UTF-8, or give an .eml, which is sent byte for byte.\n`]);
  expect(stage.sandbox.mails()).toEqual([]);
});

test('a template in UTF-8 may begin with the mark of its encoding', async () => {
  const stage = await ready();
  stage.files.set('marked.html', '\ufeff<title>Straße</title><p>Grüße</p>');
  expect((await stage.run(`send --from ${from} --to ann@example.com --template marked.html`)).code).toBe(0);
  expect(stage.sandbox.mails()[0]).toMatchObject({ subject: 'Straße', html: expect.stringMatching(/^<title>Straße<\/title><p>Grüße/) });
});

test('a sender that is not verified is exit 3 with what to do', async () => {
  const stage = await ready();
  const { code, err } = await stage.run('send --from me@nowhere.example --to ann@example.com');
  expect([code, err]).toEqual([3, expect.stringMatching(/not verified[\s\S]*Verify the address or its domain in SES/)]);
});

test('a configuration set that is not there is exit 3 and points to setup', async () => {
  const stage = await openStage();
  const { code, err } = await stage.run(`send --from ${from} --to ann@example.com`);
  expect([code, err]).toEqual([3, expect.stringContaining('Make the configuration set with ses-track setup')]);
});

test('--wait follows the events and names the hop that is missing', async () => {
  const stage = await ready();
  let seen = ['Send', 'Delivery'];
  const store = {
    find: async (messageId: string) => [{ messageId, recipients: [], events: seen.map(type => ({ type })) }],
    close: async () => {},
  } as unknown as EventStore;
  const openStore = async () => store;
  const good = await stage.run(`send --from ${from} --to ann@example.com --wait 5s --store sqlite:x.db --json`, { openStore });
  expect([good.code, JSON.parse(good.out).messages[0]]).toEqual([0, expect.objectContaining({ events: ['Send', 'Delivery'], missing: [] })]);
  seen = [];
  const bad = await stage.run(`send --from ${from} --simulate bounce --wait 5s --store sqlite:x.db`, { openStore });
  expect([bad.code, bad.out]).toEqual([1, expect.stringContaining('missing Send, Bounce')]);
  expect(bad.err).toContain('no event came');
});

test('what was sent is told before --wait begins, so that no interruption loses its id', async () => {
  const stage = await ready();
  const openStore = async () =>
    ({
      find: async () => {
        throw new Trouble('store.locked', 'event store x.db: another program holds it', '');
      },
      close: async () => {},
    }) as unknown as EventStore;
  const { code, err } = await stage.run(`send --from ${from} --to ann@example.com --wait 5s --store sqlite:x.db`, { openStore });
  expect([code, err]).toEqual([3, expect.stringContaining(`sent to ann@example.com: ${stage.sandbox.mails()[0]?.messageId}`)]);
});

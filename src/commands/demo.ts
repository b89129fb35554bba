/** `demo`: the whole story on this machine in seconds, with no AWS account: set up, send, open, click, bounce, complain, trace. */
import type { Aws } from '../aws/clients.ts';
import { confirmSubscription } from '../aws/confirm-subscription.ts';
import { sendRaw } from '../aws/send-raw.ts';
import { command } from '../cli/command.ts';
import { text } from '../cli/flags.ts';
import type { Say } from '../cli/say.ts';
import { stopped } from '../cli/stopped.ts';
import { verifier } from '../events/signature.ts';
import { exit } from '../exit.ts';
import { demoHtml } from '../mail/demo-mail.ts';
import { type Template, templateOf } from '../mail/template.ts';
import type { Outside, Sandbox } from '../outside/index.ts';
import { webhook } from '../servers/webhook.ts';
import { apply } from '../setup/apply.ts';
import { prepare } from '../setup/prepare.ts';
import { asked } from '../setup/want.ts';
import type { EventStore } from '../store/event-store.ts';
import { demoText } from '../views/demo.ts';

const sender = 'news@example.test';
/** Addresses that play a role in the sandbox; the last is silent, and the demo itself reads its mail. */
const cast = ['reader@example.test', 'scanner@example.test', 'bounce@example.test', 'complaint@example.test', 'you@example.test'];

export const demo = command({
  name: 'demo',
  summary: 'Set up, send, open, click and trace, with no AWS account',
  about:
    'Opens an AWS account in memory, sets event tracking up in it as setup would in yours, sends one mail to readers who behave differently, and tells what became of each. Everything runs on this machine and ends with the command.',
  examples: ['ses-track demo', 'ses-track demo --template welcome.html', 'ses-track demo --json'],
  flags: { template: text('your own mail instead of the built-in one: an HTML file or an .eml', 'FILE') },
  async run({ outside, say }, _args, flags) {
    const template = await readMail(outside, flags.template);
    const closing: (() => unknown)[] = [];
    /** What is open is closed with the command, whatever comes next. */
    const opened = async <T>(open: () => Promise<T>, close: (thing: T) => unknown): Promise<T> => {
      await breathe(outside);
      const thing = await open();
      closing.unshift(() => close(thing));
      return thing;
    };
    try {
      const sandbox = await opened(
        () => outside.sandbox(),
        each => each.stop(),
      );
      const store = await opened(
        () => outside.openStore('sqlite::memory:'),
        each => each.close(),
      );
      const aws = await opened(
        () => outside.aws({ region: sandbox.region, requestHandler: sandbox.requestHandler, signal: outside.signal }),
        each => each.close(),
      );
      const stage: Stage = { outside, say, sandbox, store, aws };
      const receiver = await opened(
        () => openReceiver(stage),
        each => each.stop(0),
      );
      say.step({ id: 'account', state: 'done', title: `account ${sandbox.account} in ${sandbox.region}, in memory` });
      say.step({ id: 'receiver', state: 'done', title: `receiver on ${receiver.url}` });
      const set = await setUp(stage, receiver.url);
      for (const to of cast) await sendTo(stage, template, set, to);
      await timed(stage, 'readers open, click, bounce and complain', () => settled(stage));
      const isTracked = await timed(stage, 'you open the mail and click its first link', () => readAsYou(stage));
      if (!isTracked) say.warn('this mail has no link that SES would track; ses-track lint FILE --links says why');
      const messages = (await store.recent(cast.length)).reverse();
      say.result({ messages }, () => `\n${demoText(messages, say.paint)}`);
      return isTracked ? exit.ok : exit.found;
    } finally {
      for (const close of closing) await close();
    }
  },
});

/**
 * Ends here where the operator has stopped. Loading holds the loop, and nobody hears a Ctrl-C meanwhile; it is heard between two timers,
 * since Node reckons the first from before the load and so lets it pass at once.
 */
async function breathe({ clock, signal }: Pick<Outside, 'clock' | 'signal'>): Promise<void> {
  await clock.sleep(0, signal);
  await clock.sleep(0, signal);
}

interface Stage {
  outside: Outside;
  say: Say;
  sandbox: Sandbox;
  store: EventStore;
  aws: Aws;
}

async function readMail({ files }: Outside, path: string | undefined): Promise<Template> {
  return templateOf(path ?? 'welcome.html', path === undefined ? new TextEncoder().encode(demoHtml) : await files.read(path), undefined);
}

/** A receiver as `listen` is one, on a free port, with this sandbox's certificate trusted. */
async function openReceiver({ outside, sandbox, store, aws, say }: Stage) {
  const { handler } = webhook({
    path: '/',
    topics: new Set([`arn:aws:sns:${sandbox.region}:${sandbox.account}:ses-track-events`]),
    verify: verifier({ web: outside.web, now: outside.clock.now, sandboxCertificate: sandbox.certificate }),
    store,
    privacy: 'full',
    now: outside.clock.now,
    // What fails since the operator has stopped is no news.
    tell: ({ level, says }) => (level === 'info' || outside.signal.aborted ? undefined : say.warn(says)),
    async confirm(handshake) {
      await confirmSubscription(await aws.sns(), handshake);
      return 'api';
    },
  });
  return outside.serve(handler, { host: '127.0.0.1', port: 0, maxBodyBytes: 1_048_576 });
}

/** Waits for what the account has yet to do, until the operator stops: what fails from then on SNS would try again for seconds. */
async function settled({ outside: { signal }, sandbox }: Pick<Stage, 'outside' | 'sandbox'>): Promise<void> {
  await Promise.race([sandbox.settled(), stopped(signal)]);
  signal.throwIfAborted();
}

/** @returns the configuration set's name */
async function setUp({ outside, say, aws, sandbox }: Stage, url: string): Promise<string> {
  // The largest of what is loaded, one by one.
  for (const load of [aws.sts, aws.sns, aws.ses]) {
    await breathe(outside);
    await load();
  }
  await breathe(outside);
  const wish = asked({ configurationSets: [{ sns: { webhooks: [`${url}/`], deadLetter: false } }] }, { allowHttp: true });
  const tools = { aws, network: { dns: outside.dns, tls: outside.tls }, clock: outside.clock, signal: outside.signal };
  for await (const step of apply(await prepare(wish, tools), tools)) say.step(step);
  await settled({ outside, sandbox });
  return wish.sets[0]?.name ?? '';
}

async function sendTo(stage: Stage, template: Template, set: string, to: string): Promise<void> {
  const { outside, aws } = stage;
  await timed(stage, `send to ${to}`, async () => {
    const data = await template.message(sender, to, { at: outside.clock.now(), id: outside.random.uuid() });
    await sendRaw(await aws.ses(), { from: sender, to, data, set, tags: [{ name: 'campaign', value: 'demo' }] });
  });
}

/** Opens the silent reader's mail as a browser would: the pixel, then the first link. @returns false where no link is tracked */
async function readAsYou({ outside, sandbox }: Stage): Promise<boolean> {
  const mail = sandbox.mails().findLast(each => each.recipients.includes(cast.at(-1) ?? ''));
  const pixel = /<img[^>]+src="([^"]+\/C?I0\/[^"]+)"/.exec(mail?.html ?? '')?.[1];
  const link = mail?.links[0]?.tracked;
  const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
  for (const url of [pixel, link]) if (url !== undefined) await sandbox.visit(url, browser);
  await settled({ outside, sandbox });
  return link !== undefined;
}

async function timed<T>({ outside: { clock }, say }: Stage, title: string, work: () => Promise<T>): Promise<T> {
  const started = clock.now();
  say.step({ id: title, state: 'start', title });
  const done = await work();
  say.step({ id: title, state: 'done', title, ms: clock.now() - started });
  return done;
}

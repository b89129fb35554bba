/** `listen`: receives events from SNS over HTTP and keeps them until it is told to stop. */
import { confirmSubscription } from '../aws/confirm-subscription.ts';
import { awsFlags } from '../cli/aws-flags.ts';
import { command } from '../cli/command.ts';
import { choice, flag, integer, text, textOr, texts } from '../cli/flags.ts';
import type { Say } from '../cli/say.ts';
import { stopped } from '../cli/stopped.ts';
import { type AwsChoice, chooseAws } from '../config/aws.ts';
import { storeAddress } from '../config/store-address.ts';
import { reason, Trouble } from '../errors.ts';
import type { Handshake } from '../events/envelope.ts';
import { readTopicArn, type Verify, verifier } from '../events/signature.ts';
import { exit } from '../exit.ts';
import type { Outside } from '../outside/index.ts';
import { confirmer } from '../servers/confirm.ts';
import { eventLog } from '../servers/event-log.ts';
import { calm, type Note, type Tell } from '../servers/note.ts';
import { webhook } from '../servers/webhook.ts';
import { arrivedText, noteLine, noteText } from '../views/listen.ts';

/** AWS: an SNS message over HTTP is at most 256 KiB; as JSON within JSON its quotes double. */
const maxBodyBytes = 1_048_576;

export const listen = command({
  name: 'listen',
  summary: 'Receive events from SNS and keep them',
  about:
    'Believes only signed messages of the topics you name, answers 200 only once an event is on the disk, and runs until it is stopped. Listens on this machine alone unless --host says otherwise; put HTTPS in front of it. GET /healthz and /metrics tell how it is.',
  examples: [
    'ses-track listen --topic arn:aws:sns:us-east-1:123456789012:ses-track-events',
    'ses-track listen --topic arn:aws:sns:us-east-1:123456789012:ses-track-events --host 0.0.0.0 --port 8080 --store sqlite:events.db',
    'ses-track listen --topic arn:aws:sns:us-east-1:123456789012:ses-track-events --trust-sandbox sandbox.pem',
  ],
  flags: {
    topic: texts('ARN of an SNS topic to believe (default: listen.topics of the config file)', 'ARN'),
    port: integer('port to listen on; 0 takes any free one (default: 8080)', { min: 0, max: 65_535 }),
    host: text('address to listen on; 0.0.0.0 to be reachable from elsewhere (default: 127.0.0.1)', 'ADDRESS'),
    path: textOr('path that SNS posts to', '/', 'PATH'),
    store: text('where events are kept (default: events.db in $XDG_DATA_HOME/ses-track)', 'sqlite:FILE'),
    privacy: choice('what is kept of links and people (default: standard)', ['full', 'standard', 'strict']),
    log: text('append each stored event to this file, one JSON object a line', 'FILE'),
    noConfirm: flag('do not confirm subscriptions, only say that one waits'),
    trustSandbox: text('believe messages signed with the certificate of a sandbox on this machine; never for real mail', 'CERT'),
    profile: awsFlags.profile,
    endpointUrl: awsFlags.endpointUrl,
  },
  async run({ outside, say, config }, _args, flags) {
    const file = await config();
    const settings = file.settings.listen ?? {};
    const topics = checkTopics(flags.topic.length > 0 ? flags.topic : (settings.topics ?? []));
    const path = checkPath(flags.path);
    const tell = teller(say, outside);
    const verify = await makeVerify(outside, flags.trustSandbox);
    const address = storeAddress(flags.store, file, outside.env);
    const store = await outside.openStore(address);
    const log = flags.log === undefined ? undefined : eventLog(outside.files, flags.log, tell);
    const { handler, turnedAway } = webhook({
      path,
      topics,
      verify,
      store,
      privacy: flags.privacy ?? settings.privacy ?? 'standard',
      now: outside.clock.now,
      tell: calm(tell, outside.clock.now),
      ...(flags.noConfirm ? {} : { confirm: makeConfirm(outside, chooseAws(flags, file, outside.env), flags.trustSandbox !== undefined) }),
      kept(event) {
        log?.add(event);
        if (say.isInteractive) say.note(arrivedText(event, event.receivedAt, say.notePaint));
      },
    });
    try {
      const serving = await outside.serve(handler, {
        host: flags.host ?? settings.host ?? '127.0.0.1',
        port: flags.port ?? settings.port ?? 8080,
        maxBodyBytes,
        onRefused: turnedAway,
        onFault: fault => tell({ level: 'error', kind: 'bug', says: fault instanceof Error ? (fault.stack ?? fault.message) : reason(fault) }),
      });
      const url = serving.url + path;
      if (say.format === 'json') say.output(`${JSON.stringify({ url, store: address, topics: [...topics] })}\n`);
      tell({ level: 'info', kind: 'listening', says: `listening on ${url}, keeping events in ${address}`, topic: [...topics].join(', ') });
      if (flags.trustSandbox !== undefined)
        tell({ level: 'warning', kind: 'trusting', says: `messages signed with ${flags.trustSandbox} are believed; never use this for real mail` });
      await stopped(outside.signal);
      await serving.stop();
      tell({ level: 'info', kind: 'stopped', says: 'stopped; every event that was acknowledged is kept' });
      return exit.ok;
    } finally {
      await log?.settled();
      await store.close();
    }
  },
});

function checkTopics(arns: readonly string[]): Set<string> {
  if (arns.length === 0)
    throw new Trouble(
      'cli.usage',
      'no topic to believe',
      'Give --topic with the ARN that ses-track setup printed, or listen.topics in the config file.',
    );
  for (const arn of arns) {
    const topic = readTopicArn(arn);
    const example = 'It looks like arn:aws:sns:us-east-1:123456789012:ses-track-events.';
    if (topic === undefined) throw new Trouble('cli.usage', `"${arn}" is not the ARN of an SNS topic`, example);
    // AWS: SES publishes to standard topics only. <https://docs.aws.amazon.com/ses/latest/dg/event-publishing-add-event-destination-sns.html>
    if (topic.name.endsWith('.fifo'))
      throw new Trouble('cli.usage', `"${arn}" is a FIFO topic, and SES publishes to standard topics only`, 'Give a standard topic.');
  }
  return new Set(arns);
}

function checkPath(path: string): string {
  const isPlain = path.startsWith('/') && URL.canParse(`http://x${path}`) && new URL(`http://x${path}`).pathname === path;
  if (!isPlain || path === '/healthz' || path === '/metrics')
    throw new Trouble(
      'cli.usage',
      `--path is "${path}", expected a path such as /ses`,
      'Give a path that starts with / and is neither /healthz nor /metrics.',
    );
  return path;
}

async function makeVerify({ files, web, clock }: Outside, certificate: string | undefined): Promise<Verify> {
  if (certificate === undefined) return verifier({ web, now: clock.now });
  const pem = new TextDecoder().decode(await files.read(certificate));
  try {
    return verifier({ web, now: clock.now, sandboxCertificate: pem });
  } catch (cause) {
    throw new Trouble('cli.usage', `${certificate} is not a certificate in PEM`, 'Give the file that ses-track sandbox writes.', { cause });
  }
}

function makeConfirm(outside: Outside, choice: AwsChoice, isSandboxTrusted: boolean) {
  const api = async (handshake: Handshake): Promise<void> => {
    // The topic's own region, whatever region is set: a topic can be confirmed nowhere else.
    const aws = await outside.aws({ ...choice, region: readTopicArn(handshake.topicArn)?.region ?? '', signal: outside.signal });
    try {
      await confirmSubscription(await aws.sns(), handshake);
    } finally {
      aws.close();
    }
  };
  return confirmer({ api, web: outside.web, isSandboxTrusted, isApiSandbox: choice.endpointUrl !== undefined });
}

/** Lines for a person at the terminal, JSON lines for a log. */
function teller(say: Say, { clock }: Outside): Tell {
  return (note: Note) => {
    const at = new Date(clock.now()).toISOString();
    say.note(say.isInteractive ? noteText(note, at, say.notePaint) : noteLine(note, at));
  };
}

/** The whole program in process over a sandbox: command lines go in, text and exit codes come out, AWS can be made to fail at any call. */
import * as ses from '@aws-sdk/client-sesv2';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import type { Aws, AwsCall, AwsSettings } from '../../src/aws/clients.ts';
import { connect } from '../../src/aws/connect.ts';
import { program } from '../../src/cli/program.ts';
import { speak } from '../../src/cli/speak.ts';
import { verbs } from '../../src/commands/index.ts';
import { loadConfig } from '../../src/config/load.ts';
import { Trouble } from '../../src/errors.ts';
import type { Handler, Outside, Sandbox } from '../../src/outside/index.ts';
import { nodeDns } from '../../src/outside/node/dns.ts';
import { serve } from '../../src/outside/node/serve.ts';
import { serveDns } from '../../src/outside/node/serve-dns.ts';
import { nodeTls } from '../../src/outside/node/tls.ts';
import { virtualClock } from '../../src/sandbox/clock.ts';
import { openSandbox } from '../../src/sandbox/sandbox.ts';
import { type Answer, answering } from '../aws/stub.ts';
import { stepsWith } from '../sandbox/aws/cloud.ts';
import { morning, steadyRandom } from '../sandbox/worlds.ts';
import { readFront } from './front-state.ts';
import { type SharedClock, sharedClock } from './shared-clock.ts';

type Carrier = { handle(request: { method: string; path: string; body?: unknown }, options?: unknown): Promise<unknown> };

/** What to do with call number n of a run (from 0): let it pass, fail before it reaches AWS, lose the answer, lose it so that the SDK tries again, or answer it. */
export type Fate = (n: number, request: { method: string; path: string; body: string }) => 'pass' | 'before' | 'after' | 'reset' | Answer;

export interface Ended {
  code: number;
  out: string;
  err: string;
  /** How many calls had to wait for one another; counted where every call takes `waveMs`. */
  waves: number;
}

type Steps = ReturnType<typeof stepsWith>;

export interface Stage {
  sandbox: Sandbox;
  outside: Outside;
  /** Runs `ses-track <line>`; words are separated by blanks. */
  run(
    line: string,
    more?: {
      openStore?: Outside['openStore'];
      env?: Record<string, string>;
      answer?: string;
      signal?: AbortSignal;
      fate?: Fate;
      waveMs?: number;
      onCall?: (call: AwsCall) => void;
      /** What is done to the clients before the program has them. */
      dress?: (aws: Aws) => Aws;
      /** Done before every call, while time stands still. */
      between?: (n: number) => Promise<void>;
    },
  ): Promise<Ended>;
  /** Operations of the last run that reached AWS or failed before it, as `ses:CreateConfigurationSet`. */
  lastCalls(): string[];
  files: Map<string, string>;
  /** Whether the webhook confirms its subscription from now on. */
  confirms(confirms: boolean): void;
  ses: ses.SESv2Client;
  sns: sns.SNSClient;
  sqs: sqs.SQSClient;
  /** The front's services, and the few steps that most tests begin with. */
  cloud: Steps;
  /** Everything that setup could have made, read back. */
  world(): Promise<unknown>;
}

export interface StageOptions {
  confirms?: boolean;
  traps?: string[];
  quick?: boolean;
  sockets?: boolean;
}

/**
 * @param confirms whether the webhook confirms its subscription
 * @param traps misbehaviours of AWS
 * @param quick what AWS takes minutes for takes less than a second, which saves most of the polls
 * @param sockets DNS and TLS over loopback; the clock then starts now, since certificates are checked against the machine's own. Close it.
 */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const { confirms: confirmsAtFirst = true, traps = [], quick = false, sockets = false } = options;
  const clock = virtualClock(sockets ? Date.now() : morning);
  const shared = sharedClock(clock);
  const random = steadyRandom();
  let confirms = confirmsAtFirst;
  let confirm = async (_arn: string, _token: string): Promise<void> => {};
  const web: Handler = async request => {
    const body = JSON.parse(await request.text());
    if (confirms && body.Type === 'SubscriptionConfirmation') await confirm(body.TopicArn, body.Token);
    return new Response('ok');
  };
  const noSockets = () => Promise.reject(new Error('no sockets in this test'));
  const sandbox = await openSandbox(
    { clock: quick ? shared : clock, random, web, serve: sockets ? serve : noSockets, serveDns: sockets ? serveDns : noSockets },
    { traps },
  );
  const network = sockets ? nodeNetwork(await sandbox.serveNetwork()) : sandbox.network;
  const own = { region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' }, maxAttempts: 1 };
  const handler = sandbox.requestHandler;
  const topics = new sns.SNSClient({ ...own, requestHandler: handler as never });
  const mail = new ses.SESv2Client({ ...own, requestHandler: handler as never });
  const queues = new sqs.SQSClient({ ...own, requestHandler: handler as never });
  confirm = async (TopicArn, Token) => void (await topics.send(new sns.ConfirmSubscriptionCommand({ TopicArn, Token })));

  const cloud = stepsWith(handler, ms => shared.sleep(ms));
  const files = new Map<string, string>();
  let operations: string[] = [];
  const read = async (path: string) => {
    const text = files.get(path.replace(/^\/ops\//, ''));
    if (text === undefined) throw new Trouble('file.unreadable', `cannot read ${path}`);
    return new TextEncoder().encode(text);
  };
  const outside = {
    env: { AWS_REGION: 'us-east-1' } as Record<string, string>,
    cwd: '/ops',
    signal: new AbortController().signal,
    clock: shared,
    random,
    web,
    serve: noSockets,
    openStore: async () => {
      throw new Trouble('store.missing', 'no event store there');
    },
    sandbox: noSockets,
    ...timed(network, shared),
    files: {
      read,
      exists: async (path: string) => files.has(path.replace(/^\/ops\//, '')),
      write: async (path: string, data: string | Uint8Array) => void files.set(path, String(data)),
    },
    aws: (settings: AwsSettings) => connect({ ...settings, requestHandler: handler }, shared),
  } as unknown as Outside;

  async function run(
    line: string,
    {
      env = {},
      answer,
      signal = outside.signal,
      fate = (): 'pass' => 'pass',
      waveMs = 0,
      onCall,
      between,
      openStore = outside.openStore,
      dress = (aws: Aws) => aws,
    }: Parameters<Stage['run']>[1] = {},
  ): Promise<Ended> {
    const ended = { code: -1, out: '', err: '', waves: 0 };
    operations = [];
    let count = 0;
    const tampered: Carrier = {
      handle: (request, options) =>
        shared.during(async () => {
          await between?.(count);
          const what = fate(count++, { method: request.method, path: request.path, body: textOf(request.body) });
          if (typeof what === 'object') return (answering(() => what).requestHandler as unknown as Carrier).handle(request);
          const wave = ended.waves + 1;
          if (waveMs > 0) await new Promise(resolve => setTimeout(resolve, waveMs));
          ended.waves = Math.max(ended.waves, wave);
          const lost = () => Object.assign(new Error('the connection was cut'), { name: 'Cut' });
          if (what === 'before') throw lost();
          const response = await (handler as unknown as Carrier).handle(request, options);
          if (what === 'after') throw lost();
          if (what === 'reset') throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
          return response;
        }),
    };
    const isTty = answer !== undefined;
    const streams = {
      stdout: { write: (text: string) => (ended.out += text) },
      stderr: { write: (text: string) => (ended.err += text), isTTY: isTty },
      stdin: { isTTY: isTty },
    };
    const here = {
      ...outside,
      env: { ...outside.env, ...env },
      signal,
      openStore,
      aws: async (settings: AwsSettings) =>
        dress(
          await connect(
            {
              ...settings,
              requestHandler: tampered as never,
              onCall: call => {
                operations.push(`${call.service}:${call.operation}`);
                onCall?.(call);
              },
            },
            shared,
          ),
        ),
    };
    try {
      ended.code = await program(line.split(' '), {
        verbs,
        write: text => (ended.out += text),
        columns: 100,
        open: frame => ({
          outside: here,
          say: speak(streams, { format: frame.format, env: { TERM: 'dumb' }, ask: async () => answer ?? '', signal }),
          config: () => loadConfig(here, frame.config),
        }),
      });
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      ended.code = error.exit;
      ended.err += `${error.message}\n${error.hint}\n`;
    }
    await sandbox.settled();
    return ended;
  }

  return {
    sandbox,
    outside,
    run,
    lastCalls: () => operations,
    files,
    confirms: will => {
      confirms = will;
    },
    ses: mail,
    sns: topics,
    sqs: queues,
    cloud,
    world: async () => ({ ...(await readWorld(mail, topics, queues)), front: await readFront(cloud) }),
  };
}

/** Looking at the world takes no time of the world's own. */
function timed({ dns, tls }: Pick<Outside, 'dns' | 'tls'>, clock: SharedClock): Pick<Outside, 'dns' | 'tls'> {
  return {
    dns: { ...dns, look: (...asked) => clock.during(() => dns.look(...asked)) },
    tls: { ...tls, request: (...asked) => clock.during(() => tls.request(...asked)), peer: (...asked) => clock.during(() => tls.peer(...asked)) },
  };
}

function nodeNetwork({ dns, connectTo, roots }: Awaited<ReturnType<Sandbox['serveNetwork']>>): Pick<Outside, 'dns' | 'tls'> {
  const own = nodeDns(dns);
  return { dns: own, tls: nodeTls(own, connectTo, roots) };
}

const textOf = (body: unknown): string => (body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body ?? ''));

async function readWorld(mail: ses.SESv2Client, topics: sns.SNSClient, queues: sqs.SQSClient): Promise<object> {
  const { ConfigurationSets: names = [] } = await mail.send(new ses.ListConfigurationSetsCommand({}));
  const sets = await Promise.all(
    names.map(async ConfigurationSetName => {
      const { $metadata: _, ...set } = await mail.send(new ses.GetConfigurationSetCommand({ ConfigurationSetName }));
      const { EventDestinations = [] } = await mail.send(new ses.GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName }));
      // What is made at once comes in any order.
      return { ...set, EventDestinations: EventDestinations.sort((a, b) => (String(a.Name) < String(b.Name) ? -1 : 1)) };
    }),
  );
  const { Topics: listed = [] } = await topics.send(new sns.ListTopicsCommand({}));
  const all = await Promise.all(
    listed.map(async ({ TopicArn }) => {
      const { Attributes } = await topics.send(new sns.GetTopicAttributesCommand({ TopicArn }));
      const { Tags } = await topics.send(new sns.ListTagsForResourceCommand({ ResourceArn: TopicArn }));
      const { Subscriptions = [] } = await topics.send(new sns.ListSubscriptionsByTopicCommand({ TopicArn }));
      // Numbers of a subscription differ from world to world.
      const subscribed = await Promise.all(
        Subscriptions.sort((a, b) => (String(a.Endpoint) < String(b.Endpoint) ? -1 : 1)).map(async ({ SubscriptionArn, ...rest }) => {
          if (!SubscriptionArn?.startsWith('arn:')) return { ...rest, isConfirmed: false };
          const { Attributes: own } = await topics.send(new sns.GetSubscriptionAttributesCommand({ SubscriptionArn }));
          return { ...rest, isConfirmed: true, redrive: own?.['RedrivePolicy'], raw: own?.['RawMessageDelivery'] };
        }),
      );
      return { Attributes, Tags, subscribed };
    }),
  );
  return { sets, topics: all, queues: await readQueues(queues) };
}

/** Times and counts of a queue differ from run to run. */
async function readQueues(queues: sqs.SQSClient): Promise<unknown> {
  const { QueueUrls = [] } = await queues.send(new sqs.ListQueuesCommand({}));
  return Promise.all(
    QueueUrls.map(async QueueUrl => {
      const { Attributes = {} } = await queues.send(
        new sqs.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn', 'Policy', 'MessageRetentionPeriod', 'KmsMasterKeyId'] }),
      );
      const { Tags } = await queues.send(new sqs.ListQueueTagsCommand({ QueueUrl }));
      return { ...Attributes, Tags };
    }),
  );
}

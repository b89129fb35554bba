/** Worlds for the doctor: a finished setup, broken in one way; what the doctor says of it, and whether the command that it prints mends it. */
import { spawn, spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import { paint } from '../../src/cli/paint.ts';
import type { Finding } from '../../src/doctor/run.ts';
import type { TlsFailure, TlsPeer } from '../../src/outside/index.ts';
import { type DoctorResult, doctorText } from '../../src/views/doctor.ts';
import { isLong } from '../long.ts';
import { cleanEnv } from '../program/run.ts';
import { openStage, type Stage, type StageOptions } from '../setup/stage.ts';

export const webhook = 'https://hooks.example.com/ses';
export const domain = 'click.example.test';
export const set = 'ses-track';
export const topicArn = 'arn:aws:sns:us-east-1:123456789012:ses-track-events';
/** What a wish is in most worlds: events to a webhook, or a tracking domain as well. */
export const events = `--webhook ${webhook}`;
export const front = `--domain ${domain} --webhook ${webhook}`;

export interface World {
  /** After the pain: what the operator would say happened. */
  name: string;
  /** The flags of setup and doctor. */
  flags: string;
  /** Of ses-track.yaml, where flags do not say it all. */
  config?: string;
  /** Of the doctor alone: `--from a@example.test`. */
  also?: string;
  stage?: StageOptions;
  /** Done before setup. */
  before?(stage: Stage): Promise<unknown>;
  /** Breaks it, in exactly one way unless it finds more than one thing. */
  broken(stage: Stage): Promise<unknown>;
  /** Ids of the checks that must have a problem, worst first; no other may. */
  finds: readonly string[];
  /** What the screen must say. */
  says?: RegExp;
  /** How the first printed mend is run: in process, by the machine's own AWS CLI (long suite), or there is none that a command could do. */
  mends: 'ses-track' | 'aws' | 'nothing';
  /** Also in `npm test`; the others under `npm run test:all`. */
  isShort?: boolean;
  /** What the mend needs beside the command: somebody who confirms, time that passes. */
  meanwhile?(stage: Stage): Promise<unknown>;
}

/** A world as a finished setup leaves it. */
export async function healthy({ flags, config, stage: options, before }: Pick<World, 'flags' | 'config' | 'stage' | 'before'>): Promise<Stage> {
  const stage = await openStage({ quick: true, ...options });
  withWebhook(stage);
  if (config !== undefined) stage.files.set('ses-track.yaml', config);
  await before?.(stage);
  const { code, err } = await stage.run(words('setup', flags, '--yes'));
  expect(code, err).toBe(0);
  return stage;
}

/** How the webhook is met from the doctor's machine. */
export type Met = 'good' | 'no-name' | 'refused' | 'timeout' | 'self-signed' | 'ending' | 'private';
const met = new WeakMap<Stage, Met>();

export function webhookIs(stage: Stage, how: Met): void {
  met.set(stage, how);
}

/** The world of the sandbox has no webhook's host in it: here it is. */
function withWebhook(stage: Stage): void {
  const { tls, clock } = stage.outside;
  const peer = (how: Met): TlsPeer => ({
    ...{ address: how === 'private' ? '10.0.0.7:443' : '198.51.100.7:443', protocol: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256', sent: 1 },
    chain: [
      {
        ...{ subject: 'CN=hooks.example.com', issuer: 'CN=somebody', names: ['hooks.example.com'], serial: '01', isCa: false, pem: '' },
        ...{
          key: { type: 'ec', bits: 256 },
          notBefore: clock.now() - 86_400_000,
          notAfter: clock.now() + (how === 'ending' ? 3.5 : 60) * 86_400_000,
        },
      },
      // As authorities still send it: a root of before, cross-signed, that has ended and that nobody needs.
      {
        ...{ subject: 'CN=somebody', issuer: 'CN=old root', names: [], serial: '02', isCa: true, pem: '', key: { type: 'rsa', bits: 2048 } },
        ...{ notBefore: clock.now() - 4000 * 86_400_000, notAfter: clock.now() - 86_400_000 },
      },
    ],
    refusals: how === 'self-signed' ? [{ kind: 'self-signed', why: 'the certificate is signed by its own key', certificate: 0 }] : [],
  });
  const failures: Partial<Record<Met, TlsFailure>> = {
    'no-name': { kind: 'failed', at: 'name', cause: 'no-name', why: 'there is no hooks.example.com' },
    refused: { kind: 'failed', at: 'connect', cause: 'refused', why: 'nothing listens at 198.51.100.7:443' },
    timeout: { kind: 'failed', at: 'connect', cause: 'timeout', why: 'no answer within 10 seconds' },
  };
  stage.outside.tls = {
    ...tls,
    peer: async (host, options) => {
      if (host !== 'hooks.example.com') return tls.peer(host, options);
      const how = met.get(stage) ?? 'good';
      return failures[how] ?? { kind: 'peer', peer: peer(how) };
    },
  };
}

/** What the doctor says, its calls aside. */
export async function examined(stage: Stage, flags: string, more: Parameters<Stage['run']>[1] = {}): Promise<DoctorResult & { code: number }> {
  const { code, out, err } = await stage.run(words('doctor', flags, '--json'), more);
  expect(out, err).not.toBe('');
  return { ...(JSON.parse(out) as DoctorResult), code };
}

export function problems({ findings }: Pick<DoctorResult, 'findings'>): Finding[] {
  return findings.filter(({ state }) => state === 'problem');
}

/** The world is broken, the doctor finds exactly that, what it prints mends it, and then it is silent. @param runsAws where the machine's AWS CLI may be used */
export async function proves(world: World, runsAws: boolean): Promise<void> {
  const { flags, also = '', finds, says, mends, broken, meanwhile } = world;
  const isServed = mends === 'aws' && runsAws && hasAwsCli();
  const stage = await healthy(isServed ? { ...world, stage: { ...world.stage, sockets: true } } : world);
  try {
    // A queue's address is where the sandbox is served.
    if (isServed) await served(stage);
    const line = words(flags, also);
    if (isLong) expect(problems(await examined(stage, line)), 'before it is broken').toEqual([]);
    await broken(stage);
    await stage.sandbox.settled();
    const writes = stage.sandbox.calls().write;
    const result = await examined(stage, line);
    const found = problems(result);
    expect(
      found.map(({ check }) => check),
      JSON.stringify(found, null, 1),
    ).toEqual(finds);
    expect([result.code, stage.sandbox.calls().write]).toEqual([1, writes]);
    if (says !== undefined) expect(doctorText(result, { showsAll: false, paint: paint(false) })).toMatch(says);
    const mend = found[0]?.mend;
    if (mends === 'nothing') expect(mend).toBeUndefined();
    else expect(mend).toMatch(new RegExp(`^${mends} `));
    if (mend === undefined || (mends === 'aws' && !isServed)) return;
    await meanwhile?.(stage);
    if (mends === 'aws') await awsCli(stage, mend);
    else await mended(stage, mend);
    // The AWS CLI waits for nothing: CloudFront and Route 53 take their time.
    if (mends === 'aws') await stage.cloud.wait(5_000);
    await stage.sandbox.settled();
    expect((await stage.run(words('doctor', line))).out, `after \`${mend}\``).toBe('');
  } finally {
    await stage.sandbox.stop();
  }
}

async function mended(stage: Stage, mend: string): Promise<void> {
  const { code, out, err } = await stage.run(`${mend.slice('ses-track '.length)} --yes`);
  expect(code, `${mend}\n${out}${err}`).toBe(0);
}

let awsVersion: number | null | undefined;

/** Whether this machine has the AWS CLI. */
export function hasAwsCli(): boolean {
  awsVersion ??= spawnSync('aws', ['--version']).status;
  return awsVersion === 0;
}

const addresses = new WeakMap<Stage, Promise<string>>();

/** Where the sandbox listens on loopback; it begins to when first asked. */
function served(stage: Stage): Promise<string> {
  const known = addresses.get(stage) ?? stage.sandbox.serve(0).then(({ url }) => url);
  addresses.set(stage, known);
  return known;
}

let lastAws: Promise<unknown> = Promise.resolve();

/** Runs a printed `aws …` line as an operator would, by the machine's AWS CLI; one at a time, since each is a second of Python. */
export function awsCli(stage: Stage, line: string): Promise<string> {
  const turn = lastAws.then(async () => runAws(await served(stage), line));
  lastAws = turn.catch(() => undefined);
  return turn;
}

async function runAws(url: string, line: string): Promise<string> {
  const env = cleanEnv({ AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any', AWS_PAGER: '' });
  // botocore 1.43 asks queue.amazonaws.com whatever AWS_ENDPOINT_URL says, unless the flag says it too.
  const child = spawn('bash', ['-c', line.startsWith('aws sqs ') ? `${line} --endpoint-url ${url}` : line], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise(resolve => child.on('close', resolve));
  expect(code, `${line}\n${said}`).toBe(0);
  return said;
}

const words = (...parts: string[]): string => parts.filter(each => each !== '').join(' ');

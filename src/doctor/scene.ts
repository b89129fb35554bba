/** What every check may ask: the facts, each read once, the wish as setup reads it, and the command lines that mend. */
import type { Aws } from '../aws/clients.ts';
import type { CertScene } from '../cert/scene.ts';
import type { Settings } from '../config/schema.ts';
import { type Look, lookAt, type Network } from '../observe/look.ts';
import type { Clock } from '../outside/index.ts';
import type { Plan } from '../setup/plan.ts';
import { planFor } from '../setup/prepare.ts';
import { type Asked, asked } from '../setup/want.ts';
import { commandLine, flagWords, type Given } from './command-line.ts';

export type CertLimits = Pick<CertScene, 'warnMs' | 'critMs'>;

export interface Scene {
  /** Every fact of AWS and of the world is read through it, once. */
  look: Look;
  network: Network;
  /** What must exist, names and defaults filled in. */
  asked: Asked;
  /** The config file with the flags over it, for what setup does not make, such as `listen.topics`. */
  settings: Settings;
  /** How much time a certificate must have left, as cert-check has it. */
  certLimits: CertLimits;
  clock: Clock;
  signal: AbortSignal;
  /** Where SES is. */
  region: string;
  /** An address that mail is sent from, where the operator named one. */
  from?: string;
  /** What setup would do, planned once; Trouble where it cannot be told. */
  plan(): Promise<Plan>;
  /** The `ses-track setup …` of this wish. A problem that has it as its mend gets --adopt or --force added where setup would ask for them. */
  setupCommand: string;
  /** `ses-track doctor …` of this wish, with these words after it. */
  doctorCommand(...words: string[]): string;
  /** `ses-track` with these words, then the flags that name config, deployment and AWS. */
  ownCommand(...words: string[]): string;
  /** `aws` with these words, then region, profile and endpoint. @param region where not SES's own: us-east-1 for CloudFront, ACM and Route 53 */
  awsCommand(words: readonly string[], region?: string): string;
}

export interface SceneSettings {
  aws: Aws;
  network: Network;
  /** The config file with the flags over it. */
  settings: Settings;
  allowHttp: boolean;
  certLimits: CertLimits;
  from: string | undefined;
  clock: Clock;
  signal: AbortSignal;
  /** What the operator typed that names the wish, so that a command can say it again. */
  given: Readonly<Record<string, Given>>;
  /** Profile and endpoint as chosen; absent where AWS's own variables say them. */
  profile?: string | undefined;
  endpointUrl?: string | undefined;
}

/** Refuses (Trouble `config.invalid`) the wish that setup would refuse. */
export function setScene({ aws, network, settings, allowHttp, certLimits, from, clock, signal, given, profile, endpointUrl }: SceneSettings): Scene {
  const { config, region, profile: named, endpointUrl: at } = given;
  const place = { config, region, profile: named, endpointUrl: at };
  const look = lookAt({ aws, network });
  const wish = asked(settings, { allowHttp });
  let plan: Promise<Plan> | undefined;
  return {
    look,
    network,
    asked: wish,
    settings,
    certLimits,
    clock,
    signal,
    region: aws.region,
    ...(from === undefined ? {} : { from }),
    plan() {
      plan ??= planFor(wish, look);
      return plan;
    },
    setupCommand: commandLine(['ses-track', 'setup', ...flagWords(given)]),
    doctorCommand: (...words) => commandLine(['ses-track', 'doctor', ...flagWords(given), ...words]),
    ownCommand: (...words) => commandLine(['ses-track', ...words, ...flagWords(place)]),
    awsCommand: (words, region = aws.region) => commandLine(['aws', ...words, ...flagWords({ region, profile, endpointUrl })]),
  };
}

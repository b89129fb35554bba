/** Refuses, before any call, queues and event destinations that AWS would refuse. Pure. */
import type { Settings } from '../config/schema.ts';
import { Trouble } from '../errors.ts';
import type { AskedSet } from './want.ts';

type SetSettings = NonNullable<Settings['configurationSets']>[number];

/** Throws Trouble `config.invalid` for the first thing that is wrong. */
export function checkTargets({ name, queue, deadLetter, webhooks, firehose, dimensions }: AskedSet): void {
  if (queue !== undefined) checkQueue(queue);
  if (queue !== undefined && queue === deadLetter)
    throw new Trouble('config.invalid', `queue ${queue} cannot be its own dead-letter queue`, 'Give the queue of events another name.');
  if (deadLetter !== undefined && webhooks.length === 0)
    throw new Trouble(
      'config.invalid',
      `configuration set ${name} has a dead-letter queue and no webhook that it could serve`,
      'Name a webhook, or leave deadLetter out: a queue needs none.',
    );
  if (firehose !== undefined) checkFirehose(firehose);
  if (dimensions !== undefined) checkDimensions(name, dimensions);
}

function checkQueue(name: string): void {
  if (name.startsWith('arn:') || /^https?:/.test(name))
    throw new Trouble(
      'config.invalid',
      `queue "${name}" is no name`,
      `Give the queue's name, ${name.split(/[:/]/).at(-1) || 'its last part'}; it is looked for in the account and region of setup.`,
    );
  // AWS: standard topics deliver to standard queues alone.
  if (name.endsWith('.fifo'))
    throw new Trouble('config.invalid', `queue ${name} is a FIFO queue, which a standard topic cannot deliver to`, 'Name a standard queue.');
  // AWS: <SQS API, CreateQueue>
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(name))
    throw new Trouble('config.invalid', `"${name}" cannot be the name of a queue`, 'Use at most 80 letters, digits, - and _.');
}

function checkFirehose({ stream, role }: NonNullable<SetSettings['firehose']>): void {
  if (!/^arn:[\w-]+:firehose:[\w-]+:\d{12}:deliverystream\/[\w.-]{1,64}$/.test(stream))
    throw new Trouble(
      'config.invalid',
      `"${stream}" is not the ARN of a Firehose stream`,
      'Give arn:aws:firehose:REGION:ACCOUNT:deliverystream/NAME.',
    );
  if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(role))
    throw new Trouble('config.invalid', `"${role}" is not the ARN of an IAM role`, 'Give arn:aws:iam::ACCOUNT:role/NAME.');
}

/** AWS: ten dimensions, letters, digits, - and _ (names also :, values also @ and .), at most 256. <SES v2 API, CloudWatchDimensionConfiguration> */
function checkDimensions(set: string, dimensions: NonNullable<AskedSet['dimensions']>): void {
  const refuse = (what: string, hint: string) => new Trouble('config.invalid', `cloudWatch of configuration set ${set} ${what}`, hint);
  if (dimensions.length === 0 || dimensions.length > 10) throw refuse(`has ${dimensions.length} dimensions`, 'List one to ten.');
  const twice = dimensions.find(({ name }, index) => dimensions.findIndex(each => each.name === name) !== index);
  if (twice !== undefined) throw refuse(`has the dimension ${twice.name} twice`, 'Name each once.');
  for (const { name, default: value } of dimensions) {
    if (!/^[\w:-]{1,256}$/.test(name)) throw refuse(`has a dimension "${name}"`, 'Use at most 256 letters, digits, -, _ and :.');
    if (!/^[\w@.-]{1,256}$/.test(value))
      throw refuse(`has "${value}" as the default of ${name}`, 'Use at most 256 letters, digits, -, _, @ and a dot.');
  }
}

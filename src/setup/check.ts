/** Refuses, before any call, settings that AWS would refuse or that could not work. Pure. */
import { Trouble } from '../errors.ts';
import { checkTargets } from './check-targets.ts';
import type { Asked, AskedSet } from './want.ts';

/** AWS: names of configuration sets and event destinations, which only the v1 model says. <ses v1 API, ConfigurationSet.Name> */
const sesName = /^[A-Za-z0-9_-]{1,64}$/;
/** AWS: standard topics; a FIFO topic's name ends in `.fifo`. <sns API, CreateTopic> */
const topicName = /^[A-Za-z0-9_-]{1,256}$/;

/** Throws Trouble `config.invalid` for the first thing that is wrong. */
export function checkSettings({ deployment, sets }: Asked, allowHttp: boolean): void {
  if (!/^[A-Za-z0-9_-]{1,54}$/.test(deployment))
    throw new Trouble(
      'config.invalid',
      `the deployment name "${deployment}" does not fit into the names made from it`,
      'Give a name of at most 54 letters, digits, - and _.',
    );
  for (const set of sets) {
    checkSet(set, allowHttp);
    checkTargets(set);
  }
  const twice = sets.find((set, index) => sets.findIndex(each => each.name === set.name) !== index);
  if (twice !== undefined) throw new Trouble('config.invalid', `configuration set ${twice.name} is there twice`, 'Give each set a name of its own.');
  const odd = sets.find(set =>
    sets.some(each => each.topic === set.topic && each.kmsKey !== undefined && set.kmsKey !== undefined && each.kmsKey !== set.kmsKey),
  );
  if (odd !== undefined)
    throw new Trouble('config.invalid', `topic ${odd.topic} has two KMS keys`, 'Name the same kmsKey wherever the topic is named.');
}

function checkSet({ name, topic, events, webhooks }: AskedSet, allowHttp: boolean): void {
  if (!sesName.test(name))
    throw new Trouble('config.invalid', `"${name}" cannot be the name of a configuration set`, 'Use at most 64 letters, digits, - and _.');
  if (/\.fifo$/.test(topic))
    throw new Trouble(
      'config.invalid',
      `topic ${topic} is a FIFO topic, which SES cannot publish to`,
      'Name a standard topic, without .fifo at the end.',
    );
  if (topic.startsWith('arn:'))
    throw new Trouble(
      'config.invalid',
      `topic "${topic}" is an ARN`,
      `Give the topic's name, ${topic.split(':').at(-1) || 'the last part of the ARN'}; it is looked for in the account and region of setup.`,
    );
  if (!topicName.test(topic))
    throw new Trouble('config.invalid', `"${topic}" cannot be the name of a topic`, 'Use at most 256 letters, digits, - and _.');
  if (events.length === 0) throw new Trouble('config.invalid', `configuration set ${name} lists no events`, 'List at least one event type.');
  for (const webhook of webhooks) checkWebhook(webhook, allowHttp);
}

function checkWebhook(given: string, allowHttp: boolean): void {
  // What stands before an @ may be a password, whatever else is wrong.
  const shown = given.replace(/^([a-z][a-z\d+.-]*:[/\\]*)?[^/?#]*@/i, '$1…@');
  const refuse = (what: string, hint: string) => new Trouble('config.invalid', `webhook ${shown} ${what}`, hint);
  const url = URL.parse(given);
  if (url === null || !/^https?:\/\//i.test(given)) throw refuse('is not a web address', 'Give an address such as https://hooks.example.com/ses.');
  if (/[\s"<>\\^`{|}]|[^\x20-\x7e]/.test(given)) throw refuse('has characters that do not belong in an address', 'Percent-encode them.');
  if (!/^https?:\/\//.test(given)) throw refuse('has a scheme in capitals, which SNS refuses', 'Write https in small letters.');
  if (shown !== given) throw refuse('has a user name or password in it', 'Take it out; the signature tells who sends.');
  if (given.includes('#')) throw refuse('has a fragment, which is never sent', 'Take the # and what follows out.');
  if (url.protocol === 'https:') return;
  if (!allowHttp)
    throw refuse('is plain http: anyone on the way could read and forge events', 'Give an https address, or --allow-http for one on this machine.');
  if (!/^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(url.hostname))
    throw refuse('is plain http and not on this machine', 'Give an https address; --allow-http is for this machine alone.');
}

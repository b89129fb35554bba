/** Sends one test message to each recipient, and follows its events where asked. */
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import { type RawMessage, sendRaw } from '../aws/send-raw.ts';
import { awsFlags } from '../cli/aws-flags.ts';
import { command } from '../cli/command.ts';
import { choice, duration, flag, text, texts } from '../cli/flags.ts';
import { chooseAws } from '../config/aws.ts';
import { storeAddress } from '../config/store-address.ts';
import { Trouble } from '../errors.ts';
import { follow } from '../events/follow.ts';
import { exit } from '../exit.ts';
import { readAddress, type Simulation, simulations, simulatorAddress } from '../mail/address.ts';
import { sendHint } from '../mail/refusal.ts';
import { readTags } from '../mail/tags.ts';
import { readTemplate } from '../mail/template.ts';
import { setName } from '../setup/want.ts';
import { plain } from '../views/plain.ts';
import { type SendResult, sendText } from '../views/send.ts';

export const send = command({
  name: 'send',
  summary: 'Send one test message and follow it',
  about:
    'Sends raw MIME through SES with the configuration set and tags, one message to each recipient, since all recipients of one message share its links. Opens and clicks come when somebody reads it; with --wait it follows the rest.',
  examples: [
    'ses-track send --from news@example.com --to ann@example.com',
    'ses-track send --from news@example.com --simulate bounce --wait 1m --store sqlite:ses-track.db',
    'ses-track send --from news@example.com --to ann@example.com --template welcome.html --tag campaign=spring',
    'ses-track send --from news@example.com --to ann@example.com --no-open-tracking --no-click-tracking',
  ],
  flags: {
    from: text('sender, an address that SES has verified', 'ADDRESS'),
    to: texts('recipient', 'ADDRESS'),
    simulate: choice("send to SES's mailbox simulator", [...simulations, 'all']),
    configSet: text('configuration set (default: the first of the config file, else ses-track)', 'NAME'),
    subject: text('subject (default: the title of the template)', 'TEXT'),
    template: text('an HTML file as the message, or an .eml sent as it is (default: a built-in test mail)', 'FILE'),
    tag: texts('message tag, shown in every event', 'NAME=VALUE'),
    noOpenTracking: flag('no pixel in this message, whatever the configuration set says'),
    noClickTracking: flag('no rewritten links in this message'),
    wait: duration('follow the events for at most this long; exit 1 when one is missing'),
    store: text('where listen keeps events, for --wait (default: as listen chooses it)', 'sqlite:FILE'),
    ...awsFlags,
  },
  async run({ outside, say, config }, _args, flags) {
    const file = await config();
    const { from, recipients } = addresses(flags);
    const template = await readTemplate(flags.template, flags.subject, path => outside.files.read(path));
    const tags = readTags(flags.tag);
    const timeoutMs = flags.wait;
    const set = flags.configSet ?? file.settings.configurationSets?.[0]?.name ?? setName(file.settings.deployment);
    if (template.placeholders.length > 0)
      say.warn(`${flags.template} is sent as it is, with its placeholders: ${plain(template.placeholders.slice(0, 5).join(' '))}`);
    // Opened before anything is sent: a store that is not there is a fault of the command line.
    const store = timeoutMs === undefined ? undefined : await outside.openStore(storeAddress(flags.store, file, outside.env), { mustExist: true });
    const aws = await outside.aws({ ...chooseAws(flags, file, outside.env), signal: outside.signal });
    try {
      const ses = await aws.ses();
      const result: SendResult = { configurationSet: set, messages: [] };
      for (const to of recipients) {
        const data = await template.message(from, to, { at: outside.clock.now(), id: outside.random.uuid() });
        const messageId = await sendOne(ses, { ...flags, from, to, data, set, tags });
        result.messages.push({ to, messageId });
        // The result is yet to come, and may not: what is sent is sent.
        if (store !== undefined || result.messages.length < recipients.length) say.note(`sent to ${to}: ${messageId}`);
      }
      if (store !== undefined && timeoutMs !== undefined)
        for await (const step of follow(result.messages, store, { timeoutMs, clock: outside.clock, signal: outside.signal })) say.step(step);
      say.result(result, () => sendText(result, say.paint));
      return result.messages.some(({ missing = [] }) => missing.length > 0) ? exit.found : exit.ok;
    } finally {
      aws.close();
      await store?.close();
    }
  },
});

function addresses(flags: { from: string | undefined; to: string[]; simulate: Simulation | 'all' | undefined }) {
  if (flags.from === undefined) throw new Trouble('cli.usage', '--from is missing', 'Give the sender: --from news@example.com.');
  readAddress(flags.from, 'from');
  const simulated = flags.simulate === 'all' ? simulations : flags.simulate === undefined ? [] : [flags.simulate];
  const recipients = [...flags.to, ...simulated.map(simulatorAddress)];
  if (recipients.length === 0) throw new Trouble('cli.usage', 'there is no recipient', 'Give --to ann@example.com, or --simulate success.');
  for (const to of flags.to) readAddress(to, 'to');
  return { from: flags.from, recipients };
}

/** @returns SES's message id; a refusal carries what to do about it */
async function sendOne(ses: SESv2Client, message: RawMessage): Promise<string> {
  try {
    return await sendRaw(ses, { ...message, from: readAddress(message.from, 'from'), to: readAddress(message.to, 'to') });
  } catch (error) {
    if (!(error instanceof Trouble) || error.hint !== '' || !(error.cause instanceof Error)) throw error;
    throw new Trouble(error.code, error.message, sendHint(error.cause.name, error.cause.message), { cause: error.cause });
  }
}

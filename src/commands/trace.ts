/** `trace`: tells the story of the messages with that id or recipient. */
import { command } from '../cli/command.ts';
import { integerOr, text } from '../cli/flags.ts';
import { storeAddress } from '../config/store-address.ts';
import { hashedAddress } from '../events/privacy.ts';
import { exit } from '../exit.ts';
import type { EventStore, Story } from '../store/event-store.ts';
import { plain } from '../views/plain.ts';
import { traceText } from '../views/trace.ts';

export const trace = command({
  name: 'trace',
  args: ['<message-id-or-recipient>'],
  summary: 'Tell the story of one message',
  about:
    'Shows every event of a message in the order it happened, by the id that SES gave it or by a recipient. Reads the store that listen writes; listen may be running.',
  examples: [
    'ses-track trace 0100019ab1c2d3e4-11111111-2222-3333-4444-555555555555-000000',
    'ses-track trace ann@example.com --limit 3',
    'ses-track trace ann@example.com --json',
  ],
  flags: {
    store: text('where listen keeps events (default: as listen chooses it)', 'sqlite:FILE'),
    limit: integerOr('at most this many messages, newest first', 20, { min: 1, max: 1000 }),
  },
  async run({ outside, say, config }, [key = ''], flags) {
    const store = await outside.openStore(storeAddress(flags.store, await config(), outside.env), { mustExist: true });
    try {
      const messages = await find(store, key, flags.limit);
      say.result({ messages }, () => traceText({ messages }, say.paint));
      if (messages.length > 0) return exit.ok;
      say.note(`no event of ${plain(key)} is in the store`);
      say.note(say.notePaint.dim('Give the id that SES returned or a whole address; ses-track listen must have been running when the events came.'));
      return exit.found;
    } finally {
      await store.close();
    }
  },
});

/** Under `--privacy strict` addresses are kept as hashes; whoever knows the address can still ask, for what was kept before and after a change too. */
async function find(store: EventStore, key: string, limit: number): Promise<Story[]> {
  const found = await store.find(key, limit);
  const hashed = key.includes('@') ? await store.find(hashedAddress(key), limit) : [];
  const stories = new Map([...found, ...hashed].map(story => [story.messageId, story]));
  return [...stories.values()].sort((a, b) => (b.sentAt ?? '').localeCompare(a.sentAt ?? '')).slice(0, limit);
}

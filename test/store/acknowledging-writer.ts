/** A process to be killed: adds events as fast as it can and says each one's id once it is durable. Run by durability.test.ts. */
import { writeSync } from 'node:fs';
import { openStore } from '../../src/outside/node/store.ts';
import type { Arrival } from '../../src/store/event-store.ts';

const [file = '', run = ''] = process.argv.slice(2);
const store = await openStore('/', `sqlite:${file}`);

function arrival(caller: number, count: number): Arrival {
  const at = new Date(1_780_000_000_000 + count).toISOString();
  const messageId = `${run}-${caller}-${count >> 2}`;
  const id = Buffer.from(`${run}.${caller}.${count}`.padEnd(16, '.')).toString('hex');
  return {
    event: {
      id,
      source: 'sns',
      messageId,
      type: 'Open',
      at,
      recipients: [],
      tags: {},
      bot: 'unknown',
      reader: 'unknown',
      detail: {},
      receivedAt: at,
    },
    mail: { messageId, sentAt: at, recipients: [`${caller}@example.test`] },
    raw: 'x'.repeat(2_000),
    road: 'topic',
  };
}

await Promise.all(
  Array.from({ length: 8 }, async (_, caller) => {
    for (let count = 0; ; count += 1) {
      const one = arrival(caller, count);
      await store.add([one]);
      // Straight to the pipe: what the parent reads was acknowledged, whatever happens to this process next.
      writeSync(1, `${one.event.messageId} ${one.event.id}\n`);
    }
  }),
);

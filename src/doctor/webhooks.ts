/** Asks the same of every webhook that can be looked at from here. */
import { type Webhook, webhook } from '../observe/webhook.ts';
import { type Outcome, skipped } from './check.ts';
import type { Scene } from './scene.ts';

/** Its subject is the address. */
export function ofEveryWebhook({ asked, look }: Scene, ask: (address: string, seen: Webhook) => Outcome): Promise<Outcome[]> {
  const addresses = [...new Set(asked.sets.flatMap(({ webhooks }) => webhooks))];
  const via = look.network.tls.via ?? look.network.dns.via;
  return Promise.all(
    addresses.map(async address => {
      const subject = address;
      if (!address.startsWith('https:')) return skipped(`webhook ${address} is plain http on this machine`, { subject });
      if (via !== undefined) return skipped(`DNS and TLS lead to ${via}, as SES_TRACK_DNS and SES_TRACK_CONNECT_TO say`, { subject });
      return { subject, ...ask(address, await look.at(webhook, address)) };
    }),
  );
}

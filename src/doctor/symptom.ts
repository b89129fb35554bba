/** What an operator sees when something is wrong, and what it means that no check found why. */

import type { State } from './check.ts';

/** In the order of the help. Each check says which of them it can explain. */
export const symptoms = ['no-events', '403', '400', 'certificate', 'pending', 'links-not-rewritten', 'wrong-region'] as const;
export type Symptom = (typeof symptoms)[number];

/** What must have been seen to be well before the sentence below is true. */
const proofs: Record<Symptom, readonly string[]> = {
  'no-events': ['set', 'destination', 'topic-policy'],
  '403': ['favicon'],
  '400': ['favicon'],
  certificate: ['chain', 'name', 'expiry'],
  pending: ['unnamed-subscriber'],
  'links-not-rewritten': ['set', 'destination-events'],
  'wrong-region': ['set'],
};

/** What to do about a symptom that none of its checks explains: one sentence, said where all is well. */
const sentences: Record<Symptom, string> = {
  'no-events':
    'Every hop that can be seen works, so look at the send: it must name the configuration set, or come from an identity whose default set that is (--from). `ses-track send --wait` follows one message.',
  '403':
    'SES answers through the domain, so look at the request: a firewall or proxy between the reader and the front, or a link that was changed on the way.',
  '400':
    'SES answers through the domain, so look at the request: a link that a mail client decoded or cut, or more than 8192 bytes of headers, cookies included.',
  certificate: 'The certificate is good from here, so look at where the error is seen: its clock, its roots, or a proxy that looks into TLS.',
  pending: 'Nothing waits for confirmation.',
  'links-not-rewritten':
    'SES rewrites what is sent with this configuration set, so look at the message: does it name the set, does it have an HTML part, are its links http(s) and well formed? `ses-track lint` tells.',
  'wrong-region': 'Everything is in one region.',
};

/** What to look at next where no check has a problem; what was not seen to be well is not said to be so. */
export function otherwise(
  symptom: Symptom,
  findings: readonly { check: string; state: State }[],
  sets: readonly { events: readonly string[] }[],
): string {
  if (symptom === 'links-not-rewritten' && !sets.some(({ events }) => events.includes('click')))
    return 'No clicks are asked for (--events, or events of the config file), so SES leaves links as they were written.';
  const isProven = proofs[symptom].every(id => {
    const own = findings.filter(({ check }) => check === id);
    return own.length > 0 && own.every(({ state }) => state === 'ok');
  });
  if (isProven && findings.every(({ state }) => state !== 'unknown')) return sentences[symptom];
  return 'Not all that could explain it was looked at: --all shows what was left out, and why.';
}

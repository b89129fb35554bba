/** What an operator sees when something is wrong, and what it means that no check found why. */

/** In the order of the help. Each check says which of them it can explain. */
export const symptoms = ['no-events', '403', '400', 'certificate', 'pending', 'links-not-rewritten', 'wrong-region'] as const;
export type Symptom = (typeof symptoms)[number];

/** What to do about a symptom that none of its checks explains: one sentence, said where all is well. */
export const otherwise: Record<Symptom, string> = {
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

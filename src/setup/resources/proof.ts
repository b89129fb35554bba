/** The proof that the tracking domain works for readers: SES answers through it, over https, in the right region. */
import { type Look, lookAt } from '../../observe/look.ts';
import { records } from '../../observe/record.ts';
import { ownersLead } from '../by-hand.ts';
import { frontAt, proven } from '../proving.ts';
import type { Fields } from '../ref.ts';
import { type Hands, resource, type Want } from '../resource.ts';
import { zoneFor } from '../zone-for.ts';

export type ProofFields = Fields & {
  region: string;
  /** `cloudfront` or `own`: who serves HTTPS. */
  front: string;
  /** `route53` or `manual`: who writes the records. */
  dns: string;
  answers: string;
};

export const proof = resource<ProofFields>({
  kind: 'proof',
  replaceOn: [],
  isFront: true,
  iam: ['route53:ListHostedZones', 'route53:ListResourceRecordSets'],
  usually: 'a few seconds',

  async read(look, { name, fields }) {
    // A name without a record is not asked for: resolvers would remember that there is none.
    const zone = await zoneOf(look, name, fields);
    if (zone !== undefined && (await look.at(records, zone.id, name)).length === 0) return undefined;
    const place = await ownersLead(look.network, name, zone?.name);
    if (place === null) return undefined;
    const { why } = await look.at(frontAt, name, fields.region, place);
    return { fields: { ...fields, answers: why }, outputs: {} };
  },

  async create(hands, want) {
    await prove(hands, want);
    return {};
  },
  update: prove,
  async destroy() {},
});

/** Where setup writes the record itself, the zone that it is in. */
async function zoneOf(look: Look, name: string, { front, dns }: ProofFields): Promise<{ id: string; name: string } | undefined> {
  return front === 'cloudfront' && dns === 'route53' ? zoneFor(look, name) : undefined;
}

async function prove(hands: Hands, { name, fields }: Want<ProofFields>): Promise<void> {
  const { region, front, origin } = fields;
  const zone = await zoneOf(lookAt(hands), name, fields);
  const isOwn = front === 'own';
  await proven(hands, {
    domain: name,
    region,
    place: () => ownersLead(hands.network, name, zone?.name),
    timeoutMs: isOwn ? 1_800_000 : 600_000,
    usually: isOwn ? 'as long as it takes to set the front up' : 'a few seconds',
    hint: isOwn
      ? 'Make the front do what was shown, then run setup again.'
      : 'The tracking options were left as they are, so no mail has links to it; run setup again, or ask ses-track doctor.',
    ...(isOwn ? { byHand: frontText(name, region, String(origin)) } : {}),
  });
}

/** What a front of the operator's own must do. */
export function frontText(domain: string, region: string, origin: string): string {
  return [
    `The HTTPS front of ${domain} must`,
    `  answer https://${domain} with a certificate for that name that mail programs trust`,
    `  pass every GET and HEAD on to https://${origin} (TLS with that name as SNI)`,
    `  with the path byte for byte as it came: nothing decoded, no // merged, no %2F turned into /`,
    `  with Host: ${domain} and the reader's User-Agent; without cookies and query string`,
    '  and cache nothing, nor follow redirects itself',
    `SES then answers https://${domain}/favicon.ico with 200, x-amz-ses-region: ${region} and x-amz-ses-request-protocol: https.`,
    '',
  ].join('\n');
}

/** The DKIM records of the tracking identity, by which SES verifies it. */
import { identity } from '../../observe/identity.ts';
import { type Look, lookAt } from '../../observe/look.ts';
import { plainName, records } from '../../observe/record.ts';
import { handTtl, written } from '../by-hand.ts';
import type { Fields } from '../ref.ts';
import { type Hands, resource } from '../resource.ts';
import { until } from '../wait.ts';
import { changeRecords, cname, inSync } from '../zone-change.ts';
import type { DnsRecord } from '../zone-file.ts';
import { zoneFor } from '../zone-for.ts';

export type DkimFields = Fields & {
  /** `route53` or `manual`: who writes the records. */
  dns: string;
  /** SES's own word: it looks at the records again and again. */
  verified: boolean;
};

const ttl = 1800;

export const dkim = resource<DkimFields>({
  kind: 'dkim',
  replaceOn: [],
  isFront: true,
  iam: ['ses:GetEmailIdentity', 'route53:ListHostedZones', 'route53:ListResourceRecordSets', 'route53:ChangeResourceRecordSets', 'route53:GetChange'],
  usually: 'a minute or two',

  async read(look, { name, fields }) {
    const found = await look.at(identity, name);
    if (found === 'absent' || !found.isVerified) {
      // Without a zone nothing could be verified: better known before anything is made.
      if (fields.dns === 'route53') await zoneFor(look, name);
      return undefined;
    }
    return { fields: { dns: fields.dns, verified: true }, outputs: {} };
  },

  async create(hands, { name, fields }) {
    const wanted = await dkimRecords(lookAt(hands), name);
    if (fields.dns === 'manual') await written(hands, wanted);
    else await writeMissing(hands, name, wanted);
    await until(
      hands,
      {
        what: `SES to see the DKIM records of ${name}`,
        usually: 'a minute or two after DNS shows them',
        // AWS: "can take 72 hours or more" with some DNS providers. <ses v2 API, CreateEmailIdentity>
        timeoutMs: 7_200_000,
        hint: 'Run the same command again later; AWS says that it can take 72 hours.',
      },
      async () => {
        const found = await identity(lookAt(hands), name);
        return found !== 'absent' && found.isVerified ? true : undefined;
      },
    );
    return {};
  },

  async update() {},

  async destroy(hands, { name, fields }) {
    if (fields.dns === 'manual') return;
    const look = lookAt(hands);
    const zone = await zoneFor(look, name);
    const ours = await dkimRecords(look, name);
    const there = (await Promise.all(ours.map(each => look.at(records, zone.id, each.name)))).flat();
    const targets = new Set(ours.map(({ value }) => plainName(value)));
    const gone = there.filter(({ type, values }) => type === 'CNAME' && values.some(value => targets.has(plainName(value))));
    if (gone.length === 0) return;
    const change = await changeRecords(
      hands,
      zone.id,
      gone.map(({ set }) => ({ Action: 'DELETE', ResourceRecordSet: set })),
      `ses-track: DKIM of ${name}`,
    );
    await inSync(hands, change);
  },
});

async function dkimRecords(look: Look, domain: string): Promise<DnsRecord[]> {
  const found = await look.at(identity, domain);
  const tokens = found === 'absent' ? [] : found.dkimTokens;
  return tokens.map(token => ({ name: `${token}._domainkey.${domain}`, type: 'CNAME', ttl: handTtl, value: `${token}.dkim.amazonses.com` }));
}

async function writeMissing(hands: Hands, domain: string, wanted: readonly DnsRecord[]): Promise<void> {
  const look = lookAt(hands);
  const zone = await zoneFor(look, domain);
  const there = await Promise.all(wanted.map(each => look.at(records, zone.id, each.name)));
  const missing = wanted.filter((each, index) => !there[index]?.some(({ values }) => values.some(value => plainName(value) === each.value)));
  if (missing.length === 0) return;
  await changeRecords(
    hands,
    zone.id,
    missing.map(({ name, value }) => cname('UPSERT', name, value, ttl)),
    `ses-track: DKIM of ${domain}`,
  );
}

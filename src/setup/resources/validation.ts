/** The DNS record by which ACM issues the certificate, and renews it for as long as the record stays. */
import { type Certificate, certificate } from '../../observe/certificate.ts';
import { chooseZone } from '../../observe/choose-zone.ts';
import { type Look, lookAt } from '../../observe/look.ts';
import { plainName, records } from '../../observe/record.ts';
import { zones } from '../../observe/zone.ts';
import { areWritten, handTtl, written } from '../by-hand.ts';
import { chooseCertificate, validationOf } from '../choose-certificate.ts';
import type { Fields, Json } from '../ref.ts';
import { type Hands, resource } from '../resource.ts';
import { until } from '../wait.ts';
import { changeRecords, cname, inSync } from '../zone-change.ts';
import type { DnsRecord } from '../zone-file.ts';
import { zoneFor } from '../zone-for.ts';
import { failedCertificate } from './certificate.ts';

export type ValidationFields = Fields & {
  /** The certificate's ARN. */
  certificate: Json;
  /** `route53` or `manual`: who writes the record. */
  dns: string;
  /** AWS: it must stay, or the next renewal fails. */
  record: boolean;
  issued: boolean;
};

const ttl = 300;

export const validation = resource<ValidationFields>({
  kind: 'validation',
  replaceOn: [],
  isFront: true,
  iam: [
    'acm:ListCertificates',
    'acm:DescribeCertificate',
    'route53:ListHostedZones',
    'route53:ListResourceRecordSets',
    'route53:ChangeResourceRecordSets',
    'route53:GetChange',
  ],
  usually: 'five minutes, at times more than an hour',

  async read(look, { name: domain, fields, deployment = '' }) {
    const { chosen } = await chooseCertificate(look, domain, deployment);
    if (chosen === undefined) {
      if (fields.dns === 'route53') await zoneFor(look, domain);
      return undefined;
    }
    const { arn, status } = chosen.certificate;
    const record = validationOf(chosen.certificate, domain);
    const isIssued = status === 'ISSUED';
    // A certificate that others made may be validated in a zone that is not ours to see.
    const isSeen = record !== undefined && (fields.dns === 'manual' || chooseZone(record.name, await look.at(zones)).kind === 'zone');
    const isThere = isSeen ? await isWritten(look, record, fields.dns) : isIssued;
    return { fields: { certificate: arn, dns: fields.dns, record: isThere, issued: isIssued }, outputs: { arn } };
  },

  async create(hands, want) {
    return validate(hands, want.name, String(want.fields.certificate), want.fields.dns);
  },

  async update(hands, { name, fields }) {
    await validate(hands, name, String(fields.certificate), fields.dns);
  },

  async destroy(hands, { name: domain, fields }, have) {
    if (fields.dns === 'manual') return;
    const look = lookAt(hands);
    const arn = have.outputs['arn'] ?? '';
    const found = await look.at(certificate, arn);
    const record = found === 'absent' ? undefined : validationOf(found, domain);
    if (record === undefined) return;
    const zone = await zoneFor(look, record.name);
    const there = (await look.at(records, zone.id, record.name)).filter(each =>
      each.values.some(value => plainName(value) === plainName(record.value)),
    );
    if (there.length === 0) return;
    const changes = there.map(({ set }) => ({ Action: 'DELETE' as const, ResourceRecordSet: set }));
    await inSync(hands, await changeRecords(hands, zone.id, changes, `ses-track: validation of ${domain}`));
  },
});

async function isWritten(look: Look, record: { name: string; value: string }, dns: string): Promise<boolean> {
  if (dns === 'manual') return areWritten(look, [byHand(record)]);
  const zone = await zoneFor(look, record.name);
  return (await look.at(records, zone.id, record.name)).some(({ values }) => values.some(value => plainName(value) === plainName(record.value)));
}

const byHand = ({ name, value }: { name: string; value: string }): DnsRecord => ({ name, type: 'CNAME', ttl: handTtl, value });

async function validate(hands: Hands, domain: string, arn: string, dns: string): Promise<Record<string, string>> {
  const record = await until(hands, { what: 'ACM to tell the validation record', usually: 'a few seconds', timeoutMs: 600_000 }, async () =>
    validationOf(await alive(hands, domain, arn), domain),
  );
  if (dns === 'manual') await written(hands, [byHand(record)]);
  else if (!(await isWritten(lookAt(hands), record, dns))) {
    const zone = await zoneFor(lookAt(hands), record.name);
    const change = await changeRecords(hands, zone.id, [cname('UPSERT', record.name, record.value, ttl)], `ses-track: validation of ${domain}`);
    // One that is issued already tells nothing more of its record.
    if ((await alive(hands, domain, arn)).status === 'ISSUED') await inSync(hands, change);
  }
  // Not for INSYNC: ACM asks the name servers itself.
  await until(
    hands,
    {
      what: 'ACM to issue the certificate',
      usually: 'five minutes, at times more than an hour',
      timeoutMs: 10_800_000,
      hint: `Check that ${record.name} leads to ${record.value} in DNS, then run setup again: ACM tries for 72 hours.`,
    },
    async () => ((await alive(hands, domain, arn)).status === 'ISSUED' ? true : undefined),
  );
  return { arn };
}

/** The certificate as it is now; throws Trouble `setup.certificate` where nothing can come of it any more. */
async function alive(hands: Hands, domain: string, arn: string): Promise<Certificate> {
  const found = await certificate(lookAt(hands), arn);
  // AWS: for some seconds after the request it cannot be read.
  if (found === 'absent') return { arn, names: [], status: 'PENDING_VALIDATION', type: '', validations: [], usedBy: [] };
  if (found.status !== 'ISSUED' && found.status !== 'PENDING_VALIDATION') throw failedCertificate(domain, found.status, found.failure);
  return found;
}

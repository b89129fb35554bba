/** What the account holds of ACM: certificates, and how each fares by what DNS shows and what the clock says. */
import { createHash } from 'node:crypto';
import type { CertificateStatus, FailureReason, KeyAlgorithm, RenewalStatus } from '@aws-sdk/client-acm';
import { type Call, fault } from '../../wire/handler.ts';
import { shelf, type World } from '../../world.ts';
import { cloudFrontOf } from '../cloudfront/state.ts';
import { lookup } from '../route53/lookup.ts';
import { isCaaFree } from './caa.ts';

export interface Certificate {
  arn: string;
  region: string;
  /** The domain first. */
  names: string[];
  type: 'AMAZON_ISSUED' | 'IMPORTED';
  method: 'DNS' | 'EMAIL';
  keyAlgorithm: KeyAlgorithm;
  createdAt: number;
  /** When DescribeCertificate tells the validation record. */
  recordAt: number;
  token?: string;
  tags: Map<string, string>;
  logsTransparency: boolean;
  status: CertificateStatus;
  failure?: FailureReason;
  issuedAt?: number;
  notBefore?: number;
  notAfter?: number;
  renewal?: { status: RenewalStatus; at: number };
  /** By name, when ACM first saw the record. */
  seenAt: Map<string, number>;
  /** PEM, of an imported certificate, or made when it is first asked for. */
  pem?: { certificate: string; chain?: string; key: string; notBefore: number };
  deletedAt?: number;
}

const kept = shelf(() => new Map<string, Certificate>());

const dayMs = 86_400_000;
/** AWS: since February 2026, with renewal 45 days before. <https://docs.aws.amazon.com/acm/latest/userguide/dns-renewal-validation.html> */
export const validMs = 198 * dayMs;
const renewMs = 45 * dayMs;
/** AWS: PENDING_VALIDATION is tried for 72 hours. <https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html> */
const patienceMs = 72 * 3_600_000;
const recordMs = 4000;
const lateRecordMs = 25_000;
const issueMs = 300_000;
/** AWS: sometimes more than an hour. <https://github.com/hashicorp/terraform-provider-aws/issues/9338> */
const slowIssueMs = 75 * 60_000;
const lingerMs = 120_000;
const deleteLagMs = 20_000;

/** The certificates of a region, by ARN. */
export function certificatesOf(world: World, region: string): Map<string, Certificate> {
  return kept(world, region);
}

/** When the validation record of a certificate that is requested now is told. */
export function recordAt(world: World): number {
  return world.clock.now() + world.pace(world.traps.has('acm-record-delay') ? lateRecordMs : recordMs);
}

/** AWS: one record for a name and its wildcard, the same for every certificate of the account that has it. */
export function validationRecord(world: World, name: string): { name: string; value: string } {
  const domain = name.replace(/^\*\./, '');
  const mark = (what: string) => createHash('md5').update(`${what} ${world.account} ${domain}`).digest('hex');
  const zone = [...mark('zone')]
    .filter(one => /[a-f]/.test(one))
    .join('')
    .padEnd(10, 'x')
    .slice(0, 10);
  return { name: `_${mark('name')}.${domain}.`, value: `_${mark('value')}.${zone}.acm-validations.aws.` };
}

/** When DNS began to show the validation record of that name; undefined while it does not. */
function validSince(world: World, name: string): number | undefined {
  const record = validationRecord(world, name);
  const { values, since } = lookup(world, record.name, 'CNAME');
  return values.some(value => value.toLowerCase().replace(/\.?$/, '.') === record.value) ? (since ?? world.clock.now()) : undefined;
}

/** ARNs of what serves that certificate; under `acm-in-use-lingers` also of what did until a moment ago. */
export function usersOf(world: World, arn: string): string[] {
  const { distributions, released } = cloudFrontOf(world);
  const now = world.clock.now();
  const users = [...distributions.values()].filter(one => one.config.ViewerCertificate?.ACMCertificateArn === arn).map(one => one.arn);
  const lately = world.traps.has('acm-in-use-lingers')
    ? released.filter(one => one.certificateArn === arn && now < one.at + world.pace(lingerMs)).map(one => one.distributionArn)
    : [];
  return [...new Set([...users, ...lately])];
}

function pending(world: World, certificate: Certificate): void {
  const now = world.clock.now();
  for (const name of certificate.names) {
    const since = certificate.method === 'DNS' && !certificate.seenAt.has(name) ? validSince(world, name) : undefined;
    if (since !== undefined) certificate.seenAt.set(name, Math.max(since, certificate.recordAt));
  }
  const last = Math.max(...certificate.names.map(name => certificate.seenAt.get(name) ?? Number.POSITIVE_INFINITY));
  const issued = last + world.pace(world.traps.has('acm-slow') ? slowIssueMs : issueMs);
  if (last < certificate.createdAt + patienceMs && issued <= now) {
    if (certificate.names.every(name => isCaaFree(world, name))) issue(certificate, issued);
    else {
      certificate.status = 'FAILED';
      certificate.failure = 'CAA_ERROR';
    }
  } else if (last >= certificate.createdAt + patienceMs && now >= certificate.createdAt + patienceMs) certificate.status = 'VALIDATION_TIMED_OUT';
}

function issue(certificate: Certificate, at: number): void {
  certificate.status = 'ISSUED';
  certificate.issuedAt ??= at;
  // AWS: a certificate begins with the day it is issued on.
  certificate.notBefore = at - (at % dayMs);
  certificate.notAfter = certificate.notBefore + validMs - 1000;
}

function renew(world: World, certificate: Certificate): void {
  const now = world.clock.now();
  while (certificate.notAfter !== undefined && now >= certificate.notAfter - renewMs) {
    if (certificate.type === 'IMPORTED' || usersOf(world, certificate.arn).length === 0) break;
    const due = certificate.notAfter - renewMs;
    const mayIssue = certificate.names.every(name => isCaaFree(world, name) && validSince(world, name) !== undefined);
    if (!mayIssue || world.traps.has('acm-renewal-stuck')) {
      certificate.renewal = { status: now < certificate.notAfter ? 'PENDING_VALIDATION' : 'FAILED', at: due };
      break;
    }
    issue(certificate, due);
    certificate.renewal = { status: 'SUCCESS', at: due };
  }
  if (certificate.notAfter !== undefined && now >= certificate.notAfter) certificate.status = 'EXPIRED';
}

/** Brings a certificate up to the world's time: issued, failed, given up, renewed, expired. */
export function refreshed(world: World, certificate: Certificate): Certificate {
  if (certificate.status === 'PENDING_VALIDATION') pending(world, certificate);
  if (certificate.status === 'ISSUED') renew(world, certificate);
  return certificate;
}

/** Whether the API still shows it: deleting is eventually consistent where the trap says so. */
export function isShown(world: World, { deletedAt }: Certificate): boolean {
  return deletedAt === undefined || (world.traps.has('acm-delete-lag') && world.clock.now() < deletedAt + world.pace(deleteLagMs));
}

/** The certificate of an ARN, as it is now; undefined where that region has none. */
export function findCertificate(world: World, arn: string): Certificate | undefined {
  const found = kept(world, arn.split(':')[3] ?? '').get(arn);
  return found === undefined || found.deletedAt !== undefined ? undefined : refreshed(world, found);
}

/** The certificate of an ARN in the caller's region; refusals as ACM words them. */
export function certificateOf(arn: string | undefined, { world, region }: Call): Certificate {
  const given = arn ?? '';
  if (!/^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/\S+$/.test(given))
    throw fault('InvalidArnException', `The value '${given}' is not a valid certificate ARN.`);
  const found = kept(world, region).get(given);
  if (found === undefined || !isShown(world, found)) throw fault('ResourceNotFoundException', `Could not find certificate ${given}.`);
  return refreshed(world, found);
}

/** Whether a certificate is for that host: exactly, or by a wildcard for one label. */
export function covers({ names }: Pick<Certificate, 'names'>, host: string): boolean {
  const wild = `*.${host.slice(host.indexOf('.') + 1)}`;
  return names.some(name => name === host || (name === wild && host.includes('.')));
}

/** ACM's operations that change something: request, import, delete, tags. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type {
  AddTagsToCertificateCommandInput,
  AddTagsToCertificateCommandOutput,
  DeleteCertificateCommandInput,
  DeleteCertificateCommandOutput,
  ImportCertificateCommandInput,
  ImportCertificateCommandOutput,
  KeyAlgorithm,
  RemoveTagsFromCertificateCommandInput,
  RemoveTagsFromCertificateCommandOutput,
  RequestCertificateCommandInput,
  RequestCertificateCommandOutput,
} from '@aws-sdk/client-acm';
import { reason } from '../../../errors.ts';
import { type Answer, type Call, fault, type Handlers } from '../../wire/handler.ts';
import { type Certificate, certificateOf, certificatesOf, isShown, recordAt, usersOf } from './certificate.ts';

/** AWS: a token is remembered for an hour. <https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html> */
const tokenMs = 3_600_000;
const mostNames = 10;
const namePattern = /^(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$/;
const keyAlgorithms = new Set(['RSA_2048', 'EC_prime256v1', 'EC_secp384r1']);
const curves: Readonly<Record<string, KeyAlgorithm>> = { prime256v1: 'EC_prime256v1', secp384r1: 'EC_secp384r1', secp521r1: 'EC_secp521r1' };

function checkName(name: string, where: string): void {
  if (!namePattern.test(name))
    throw fault(
      'ValidationException',
      `1 validation error detected: Value '${name}' at '${where}' failed to satisfy constraint: Member must satisfy regular expression pattern: (\\*\\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])`,
    );
}

function newArn({ world, region }: Call): string {
  return `arn:aws:acm:${region}:${world.account}:certificate/${world.random.uuid()}`;
}

function tagMap(tags: readonly { Key: string | undefined; Value?: string | undefined }[] | undefined): Map<string, string> {
  return new Map((tags ?? []).map(tag => [tag.Key ?? '', tag.Value ?? '']));
}

/** What an imported certificate says of itself; refusals as ACM words them. */
function readImported(input: ImportCertificateCommandInput) {
  const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('utf8');
  const [certificate, key] = [text(input.Certificate), text(input.PrivateKey)];
  const chain = input.CertificateChain === undefined ? {} : { chain: text(input.CertificateChain) };
  try {
    const read = new X509Certificate(certificate);
    if (!read.checkPrivateKey(createPrivateKey(key))) throw new Error('The private key does not match the certificate.');
    const names = (read.subjectAltName ?? '').split(', ').flatMap(one => (one.startsWith('DNS:') ? [one.slice(4).toLowerCase()] : []));
    const { modulusLength = 2048, namedCurve = '' } = read.publicKey.asymmetricKeyDetails ?? {};
    const rsa: KeyAlgorithm = modulusLength > 3072 ? 'RSA_4096' : modulusLength > 2048 ? 'RSA_3072' : modulusLength > 1024 ? 'RSA_2048' : 'RSA_1024';
    const keyAlgorithm = read.publicKey.asymmetricKeyType === 'ec' ? (curves[namedCurve] ?? 'EC_prime256v1') : rsa;
    return {
      names,
      keyAlgorithm,
      notBefore: read.validFromDate.getTime(),
      notAfter: read.validToDate.getTime(),
      pem: { certificate, key, ...chain },
    };
  } catch (error) {
    throw fault('ValidationException', `The certificate or its private key is not valid: ${reason(error)}`);
  }
}

export const acmChanges = {
  RequestCertificate(input: RequestCertificateCommandInput, call: Call): Answer<RequestCertificateCommandOutput> {
    const { world, region } = call;
    const domain = (input.DomainName ?? '').toLowerCase();
    checkName(domain, 'domainName');
    const others = (input.SubjectAlternativeNames ?? []).map(name => name.toLowerCase());
    for (const [at, name] of others.entries()) checkName(name, `subjectAlternativeNames.${at + 1}.member`);
    const names = [...new Set([domain, ...others])];
    if (names.length > mostNames)
      throw fault('LimitExceededException', `Error: You have reached the maximum number of domain names in a certificate. Limit: ${mostNames}`);
    const keyAlgorithm = input.KeyAlgorithm ?? 'RSA_2048';
    if (!keyAlgorithms.has(keyAlgorithm)) throw fault('ValidationException', `The key algorithm ${keyAlgorithm} cannot be requested.`);
    const method = input.ValidationMethod ?? 'EMAIL';
    if (method === 'HTTP') throw fault('InvalidParameterException', 'HTTP validation is for certificates that CloudFront manages.');
    const now = world.clock.now();
    const certificates = certificatesOf(world, region);
    const same = [...certificates.values()].find(
      one =>
        input.IdempotencyToken !== undefined &&
        one.token === input.IdempotencyToken &&
        now < one.createdAt + tokenMs &&
        one.deletedAt === undefined &&
        one.names.join() === names.join(),
    );
    if (same !== undefined) return { CertificateArn: same.arn };
    const certificate: Certificate = {
      arn: newArn(call),
      region,
      names,
      type: 'AMAZON_ISSUED',
      method,
      keyAlgorithm,
      createdAt: now,
      recordAt: recordAt(world),
      ...(input.IdempotencyToken === undefined ? {} : { token: input.IdempotencyToken }),
      tags: tagMap(input.Tags),
      logsTransparency: input.Options?.CertificateTransparencyLoggingPreference !== 'DISABLED',
      status: 'PENDING_VALIDATION',
      seenAt: new Map(),
    };
    certificates.set(certificate.arn, certificate);
    return { CertificateArn: certificate.arn };
  },

  ImportCertificate(input: ImportCertificateCommandInput, call: Call): Answer<ImportCertificateCommandOutput> {
    const { world, region } = call;
    const { names, keyAlgorithm, notBefore, notAfter, pem } = readImported(input);
    const old = input.CertificateArn === undefined ? undefined : certificateOf(input.CertificateArn, call);
    if (old !== undefined && old.type !== 'IMPORTED') throw fault('ValidationException', 'The certificate was not imported.');
    const now = world.clock.now();
    const certificate: Certificate = {
      arn: old?.arn ?? newArn(call),
      region,
      names,
      type: 'IMPORTED',
      method: 'DNS',
      keyAlgorithm,
      createdAt: old?.createdAt ?? now,
      recordAt: now,
      tags: old?.tags ?? tagMap(input.Tags),
      logsTransparency: true,
      status: now < notAfter ? 'ISSUED' : 'EXPIRED',
      issuedAt: now,
      notBefore,
      notAfter,
      seenAt: new Map(),
      pem: { ...pem, notBefore },
    };
    certificatesOf(world, region).set(certificate.arn, certificate);
    return { CertificateArn: certificate.arn };
  },

  DeleteCertificate({ CertificateArn }: DeleteCertificateCommandInput, call: Call): Answer<DeleteCertificateCommandOutput> {
    const { world } = call;
    const certificate = certificateOf(CertificateArn, call);
    if (usersOf(world, certificate.arn).length > 0)
      throw fault('ResourceInUseException', `Certificate ${certificate.arn} in account ${world.account} is in use.`);
    certificate.deletedAt = world.clock.now();
    if (!isShown(world, certificate)) certificatesOf(world, call.region).delete(certificate.arn);
    return {};
  },

  AddTagsToCertificate(input: AddTagsToCertificateCommandInput, call: Call): Answer<AddTagsToCertificateCommandOutput> {
    const certificate = certificateOf(input.CertificateArn, call);
    const tags = new Map([...certificate.tags, ...tagMap(input.Tags)]);
    if (tags.size > 50) throw fault('TooManyTagsException', 'A certificate may have 50 tags.');
    certificate.tags = tags;
    return {};
  },

  RemoveTagsFromCertificate(input: RemoveTagsFromCertificateCommandInput, call: Call): Answer<RemoveTagsFromCertificateCommandOutput> {
    const certificate = certificateOf(input.CertificateArn, call);
    // AWS: a tag whose value is given goes only where it has that value.
    for (const { Key = '', Value } of input.Tags ?? []) if (Value === undefined || certificate.tags.get(Key) === Value) certificate.tags.delete(Key);
    return {};
  },
} satisfies Handlers;

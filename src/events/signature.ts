/** Checks that an SNS message comes from SNS: canonical string, both signature versions, certificate pinned to SNS's own host. */
import { type KeyObject, verify as rsaVerify, X509Certificate } from 'node:crypto';
import { reason } from '../errors.ts';
import type { Envelope } from './envelope.ts';

/** `unsure` is passing trouble, the certificate could not be had: the sender should try again. */
export type Verdict = { state: 'genuine' } | { state: 'refused' | 'unsure'; why: string };

export type Verify = (envelope: Envelope) => Promise<Verdict>;

export interface VerifySettings {
  /** Fetches the certificate. */
  web: (request: Request) => Promise<Response>;
  now: () => number;
  /** PEM of a sandbox's certificate, believed for messages that say they come from this machine. Never set for real mail. */
  sandboxCertificate?: string;
}

/** One topic uses one certificate at a time; the rest is room for a change of certificate. */
const certificatesKept = 32;

const topicArn = /^arn:(aws[a-z-]*):sns:([a-z0-9-]+):(\d{12}):([A-Za-z0-9_-]{1,256}(?:\.fifo)?)$/;

/** The parts of a topic's ARN, or undefined where it is not one. */
export function readTopicArn(arn: string): { partition: string; region: string; account: string; name: string } | undefined {
  const [, partition, region, account, name] = topicArn.exec(arn) ?? [];
  if (partition === undefined || region === undefined || account === undefined || name === undefined) return undefined;
  return { partition, region, account, name };
}

/**
 * AWS: the string is `key\nvalue\n` for each signed key in byte order, the last newline included; Subject only where there is one.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export function canonicalString(envelope: Envelope): string {
  const { message, messageId, timestamp, topicArn: topic, type } = envelope;
  const lines =
    envelope.type === 'Notification'
      ? ['Message', message, 'MessageId', messageId, ...(envelope.subject === undefined ? [] : ['Subject', envelope.subject])]
      : ['Message', message, 'MessageId', messageId, 'SubscribeURL', envelope.subscribeUrl];
  lines.push('Timestamp', timestamp);
  if (envelope.type !== 'Notification') lines.push('Token', envelope.token);
  lines.push('TopicArn', topic, 'Type', type);
  return `${lines.join('\n')}\n`;
}

/** AWS: where the names of services end, in the partitions where it is not `amazonaws.com` (the European Sovereign Cloud is `aws-eusc`). */
const suffixes = new Map([
  ['aws-cn', 'amazonaws.com.cn'],
  ['aws-eusc', 'amazonaws.eu'],
]);

/**
 * The address if it is https on SNS's own host in the topic's own region, spelt as SNS spells it: no user, no port, no capitals.
 * Whoever may name any other host can sign with a certificate of his own, or make us fetch what he likes.
 */
export function pinnedToSns(address: string, arn: string): URL | undefined {
  const topic = readTopicArn(arn);
  if (topic === undefined || !URL.canParse(address)) return undefined;
  const host = `sns.${topic.region}.${suffixes.get(topic.partition) ?? 'amazonaws.com'}`;
  return address.startsWith(`https://${host}/`) ? new URL(address) : undefined;
}

/** True for an address on this machine, and for the name a sandbox has before it is served. */
export function isSandboxAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return /^https?:$/.test(protocol) && /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]|sandbox\.invalid)$/.test(hostname);
}

/** @returns a check that remembers the certificates it has fetched */
export function verifier(settings: VerifySettings): Verify {
  const { sandboxCertificate } = settings;
  const sandbox = sandboxCertificate === undefined ? undefined : readCertificate(sandboxCertificate);
  const certificateOf = certificateCache(settings);
  return async envelope => {
    const algorithm = { 1: 'RSA-SHA1', 2: 'RSA-SHA256' }[envelope.signatureVersion];
    if (envelope.signature === '' || envelope.signingCertUrl === '') return { state: 'refused', why: 'unsigned' };
    if (algorithm === undefined) return { state: 'refused', why: 'unknown signature version' };
    const signature = Buffer.from(envelope.signature, 'base64');
    // Base64 has several spellings of one value; only the one that SNS writes is taken.
    if (signature.toString('base64') !== envelope.signature) return { state: 'refused', why: 'the signature is not base64' };
    const certificate = await ((): Promise<Certificate | Verdict> | Certificate | Verdict => {
      if (sandbox !== undefined && isSandboxAddress(envelope.signingCertUrl)) return sandbox;
      const url = pinnedToSns(envelope.signingCertUrl, envelope.topicArn);
      if (url === undefined || !/^\/[A-Za-z0-9_-]+\.pem$/.test(url.pathname) || url.search !== '')
        return { state: 'refused', why: "the certificate is not at SNS's own address in the topic's region" };
      return certificateOf(url.href);
    })();
    if ('state' in certificate) return certificate;
    if (settings.now() < certificate.fromMs || settings.now() > certificate.toMs)
      return { state: 'refused', why: 'the certificate is not valid at this time' };
    const text = Buffer.from(canonicalString(envelope));
    return rsaVerify(algorithm, text, certificate.key, signature) ? { state: 'genuine' } : { state: 'refused', why: 'the signature does not match' };
  };
}

interface Certificate {
  key: KeyObject;
  fromMs: number;
  toMs: number;
}

/** Reading a PEM costs seven times the check itself, so what is kept is the key. Throws where it is no certificate. */
function readCertificate(pem: string): Certificate {
  const certificate = new X509Certificate(pem);
  return { key: certificate.publicKey, fromMs: Date.parse(certificate.validFrom), toMs: Date.parse(certificate.validTo) };
}

/** Fetches each certificate once, also for messages that come together; an expired one is fetched anew, a failure is not kept. */
function certificateCache({ web, now }: VerifySettings): (url: string) => Promise<Certificate | Verdict> | Certificate {
  const kept = new Map<string, Certificate>();
  const underWay = new Map<string, Promise<Certificate | Verdict>>();
  const fetchIt = async (url: string): Promise<Certificate | Verdict> => {
    try {
      const response = await web(new Request(url));
      if (response.status !== 200) return { state: 'unsure', why: `the certificate could not be fetched: HTTP ${response.status}` };
      const certificate = readCertificate(await response.text());
      const [oldest] = kept.keys();
      if (kept.size >= certificatesKept && oldest !== undefined) kept.delete(oldest);
      kept.set(url, certificate);
      return certificate;
    } catch (error) {
      return { state: 'unsure', why: `the certificate could not be fetched: ${reason(error)}` };
    }
  };
  return url => {
    const found = kept.get(url);
    if (found !== undefined && now() <= found.toMs) return found;
    const asked = underWay.get(url) ?? fetchIt(url).finally(() => underWay.delete(url));
    underWay.set(url, asked);
    return asked;
  };
}

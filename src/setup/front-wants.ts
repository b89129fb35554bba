/** The tracking domain's part of the wish: names and defaults filled in, then the things that must exist for it. Pure. */
import type { Settings } from '../config/schema.ts';
import { Trouble } from '../errors.ts';
import { ownedBy } from './owner.ts';
import { provenWords } from './proving.ts';
import { ref } from './ref.ts';
import type { Want } from './resource.ts';
import { wanted } from './wanted.ts';

/** What is asked for, defaults filled in. */
export interface AskedTracking {
  /** In lower case, without a dot at the end. */
  domain: string;
  httpsPolicy: 'require' | 'require-open-only' | 'optional';
  front: 'cloudfront' | 'own';
  dns: 'route53' | 'manual';
  record: 'cname' | 'alias';
  repairsLinks: boolean;
  /** Instead of `r.<region>.awstrack.me`. */
  origin?: string;
}

/** Undefined where no tracking domain is asked for; refuses (Trouble `config.invalid`) what cannot be one. */
export function askedTracking(tracking: Settings['tracking'], deployment = 'default'): AskedTracking | undefined {
  const {
    domain: given,
    httpsPolicy = 'require',
    front = 'cloudfront',
    dns = 'route53',
    record = 'cname',
    repairLinks = true,
    origin,
  } = tracking ?? {};
  if (given === undefined) {
    if (tracking === undefined || Object.keys(tracking).length === 0) return undefined;
    throw new Trouble('config.invalid', 'tracking has settings but no domain', 'Name the tracking domain under tracking.domain or with --domain.');
  }
  const domain = given.toLowerCase().replace(/\.$/, '');
  if (domain.includes('://') || domain.includes('/'))
    throw new Trouble('config.invalid', `the tracking domain "${given}" is an address`, `Give the host name alone, such as click.example.com.`);
  if (domain.startsWith('*.'))
    throw new Trouble('config.invalid', `the tracking domain "${given}" is a wildcard`, 'Give one host name: SES takes no wildcard.');
  if (/\.awstrack\.me$|\.amazonaws\.com$|\.cloudfront\.net$/.test(domain))
    throw new Trouble('config.invalid', `"${given}" is a name of AWS's own`, 'Give a host name of yours, such as click.example.com.');
  checkHost(domain, given, 'the tracking domain');
  // AWS: the name that a certificate is asked for first has at most 64 characters. <acm API, RequestCertificate>
  if (front === 'cloudfront' && domain.length > 64)
    throw new Trouble(
      'config.invalid',
      `the tracking domain "${given}" has more than 64 characters, which ACM does not take`,
      'Give a shorter name.',
    );
  // AWS: the name of a function has at most 64 characters. <cloudfront API, CreateFunction>
  if (front === 'cloudfront' && deployment.length > 42)
    throw new Trouble(
      'config.invalid',
      `the deployment name "${deployment}" does not fit into the name of the function`,
      'Give one of at most 42 characters.',
    );
  if (origin !== undefined) checkHost(origin.toLowerCase(), origin, 'the tracking origin');
  if (dns === 'manual' && record === 'alias')
    throw new Trouble(
      'config.invalid',
      '`record: alias` is a thing of Route 53, and `dns: manual` says that it is not there',
      'Leave one of the two out.',
    );
  return { domain, httpsPolicy, front, dns, record, repairsLinks: repairLinks, ...(origin === undefined ? {} : { origin: origin.toLowerCase() }) };
}

function checkHost(host: string, given: string, what: string): void {
  if (host.length <= 253 && /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/.test(host)) return;
  throw new Trouble(
    'config.invalid',
    `${what} "${given}" is not a host name`,
    'Give a name such as click.example.com; write other scripts in Punycode.',
  );
}

/** Where a front leads: SES's tracking host of the region where the configuration sets are, unless another is named. */
export function trackingHost({ origin }: Pick<AskedTracking, 'origin'>, region: string): string {
  return origin ?? `r.${region}.awstrack.me`;
}

/** Of what CloudFront cannot tag. */
function partName(deployment: string): string {
  return `ses-track${deployment === 'default' ? '' : `-${deployment}`}`;
}

/** Of the function that repairs links. */
export function functionName(deployment: string): string {
  return `${partName(deployment)}-link-repair`;
}

/** Everything the domain needs up to its proof; what others need first. */
export function frontWants({ deployment, tracking }: { deployment: string; tracking?: AskedTracking }, region: string): Want[] {
  if (tracking === undefined) return [];
  const { domain, front, dns } = tracking;
  const tags = ownedBy(deployment);
  const origin = trackingHost(tracking, region);
  const want = (...args: Parameters<typeof wanted>): Want => ({ ...wanted(...args), deployment });
  const answers = provenWords(region);
  const verified = [
    want('identity', domain, `identity ${domain}`, { kind: 'domain', tags }),
    want('dkim', domain, `DKIM records of ${domain}`, { dns, verified: true }, `identity/${domain}`),
  ];
  const proofFields = { region, front, dns, answers, ...(front === 'own' ? { origin } : {}) };
  // SES answers for a host that it knows, so the proof comes after the identity.
  if (front === 'own') return [...verified, want('proof', domain, `proof of ${domain}`, proofFields, undefined, [`dkim/${domain}`])];
  const name = partName(deployment);
  return [
    ...verified,
    want('certificate', domain, `certificate for ${domain}`, { domain, validation: 'DNS', tags }),
    want(
      'validation',
      domain,
      `validation of the certificate for ${domain}`,
      { certificate: ref(`certificate/${domain}`, 'arn'), dns, record: true, issued: true },
      `certificate/${domain}`,
    ),
    want('origin-request-policy', name, `origin request policy ${name}`, { headers: ['host', 'user-agent'], cookies: 'none', queryStrings: 'none' }),
    ...(tracking.repairsLinks
      ? [want('function', functionName(deployment), `function ${functionName(deployment)}`, { runtime: 'cloudfront-js-2.0', code: 'as shipped' })]
      : []),
    want('distribution', domain, `distribution of ${domain}`, {
      enabled: true,
      aliases: [domain],
      certificate: ref(`validation/${domain}`, 'arn'),
      minimumTls: 'TLSv1.2_2021',
      ipv6: true,
      origin,
      originProtocol: 'https-only',
      originPath: 'none',
      originHeaders: [],
      cachePolicy: 'CachingDisabled',
      originRequestPolicy: ref(`origin-request-policy/${name}`, 'id'),
      // AWS: unless REQUIRE is set, mails carry http links and pixels, which https-only would lose. <ses dg, configure-custom-open-click-domains>
      viewerProtocol: tracking.httpsPolicy === 'require' ? 'redirect-to-https' : 'allow-all',
      methods: ['GET', 'HEAD', 'OPTIONS'],
      function: tracking.repairsLinks ? ref(`function/${functionName(deployment)}`, 'arn') : null,
      otherPaths: [],
      countries: 'all',
      tags,
    }),
    want('front', domain, `front of ${domain}`, { at: ref(`distribution/${domain}`, 'domainName'), region, answers }, `distribution/${domain}`, [
      `dkim/${domain}`,
    ]),
    want(
      'record',
      domain,
      `record ${domain}`,
      { dns, type: tracking.record, target: ref(`distribution/${domain}`, 'domainName') },
      `distribution/${domain}`,
    ),
    want('proof', domain, `proof of ${domain}`, proofFields, undefined, [`front/${domain}`, `record/${domain}`]),
  ];
}

/** The domain on each set, which every mail sent afterwards carries: only after the proof. */
export function trackingWants({ sets, tracking }: { sets: readonly { name: string }[]; tracking?: AskedTracking }): Want[] {
  if (tracking === undefined) return [];
  const { domain, httpsPolicy } = tracking;
  return sets.map(({ name }) =>
    wanted('tracking-options', name, `tracking options of ${name}`, { domain, httpsPolicy }, `configuration-set/${name}`, [
      `dkim/${domain}`,
      `proof/${domain}`,
    ]),
  );
}

/** The checks that cert-check makes, as the doctor asks them: the same eyes, the same pages, the same words. */
import { certChecks as judges } from '../cert/checks/index.ts';
import { trackingHost } from '../setup/front-wants.ts';
import { type Check, check, skipped } from './check.ts';
import { domainScene } from './domain.ts';
import { type Seen, type Telling, tellAll } from './remarks.ts';
import { dropUndelegated, letAmazonIssue } from './zone-mends.ts';

type Row = Telling &
  Pick<Check, 'about' | 'hop' | 'symptoms'> & {
    iam?: readonly string[];
    after?: readonly string[];
    explains?: readonly string[];
    needs?: 'acm' | 'route53';
  };

const acm = ['cloudfront:ListDistributions', 'acm:ListCertificates', 'acm:DescribeCertificate'] as const;
const route53 = ['route53:ListHostedZones', 'route53:GetHostedZone', 'route53:ListResourceRecordSets'] as const;

/** Where the domain leads elsewhere, whatever is seen there is not of the front. */
const elsewhere = ['reach', 'live-zone', 'alias-owner', 'served-by', 'points-at-front'];
/** What keeps ACM from renewing, causes first. */
const renewal = ['live-zone', 'validation-record', 'caa', 'acm-in-use', 'acm-renewal'];
const distribution = ['distribution-enabled', 'origin', 'origin-path', 'origin-protocol', 'host-header', 'viewer-protocol', 'other-paths', 'web-acl'];

const rows: readonly Row[] = [
  {
    check: 'reach',
    about: 'whether the tracking domain leads to an address that answers',
    hop: 'dns',
    symptoms: ['certificate', '403', '400'],
    harm: 'clicks',
    after: ['alias-owner', 'live-zone'],
    explains: ['record', 'proof'],
  },
  {
    check: 'served-by',
    about: 'who serves the tracking domain',
    hop: 'dns',
    symptoms: ['certificate', '403'],
    harm: 'clicks',
    after: ['reach', 'live-zone'],
    explains: ['record', 'proof'],
  },
  {
    check: 'points-at-front',
    about: 'whether the tracking domain leads to its distribution',
    hop: 'dns',
    symptoms: ['certificate', '403', '400', 'wrong-region'],
    harm: 'soon',
    needs: 'acm',
    iam: [...acm, ...route53],
    after: ['reach', 'live-zone', 'alias-owner', 'served-by'],
    explains: ['record', 'proof'],
  },
  {
    check: 'live-zone',
    about: 'whether the hosted zone is the one that the world asks',
    hop: 'dns',
    symptoms: ['certificate'],
    harm: 'soon',
    needs: 'route53',
    iam: route53,
    explains: ['record', 'validation', 'dkim', 'proof'],
    mend: dropUndelegated,
  },
  {
    check: 'chain',
    about: 'whether the certificate leads to a trusted root',
    hop: 'certificate',
    symptoms: ['certificate'],
    harm: 'soon',
    after: elsewhere,
    explains: ['front', 'proof'],
  },
  {
    check: 'name',
    about: 'whether the certificate is for the tracking domain',
    hop: 'certificate',
    symptoms: ['certificate'],
    harm: 'clicks',
    after: elsewhere,
    explains: ['front', 'proof'],
    // The alternate name is there, or another check would say so: what an edge has not heard of yet setup cannot hurry.
    mend: nothing,
  },
  {
    check: 'expiry',
    about: 'how much time the certificate has left',
    hop: 'certificate',
    symptoms: ['certificate'],
    harm: 'soon',
    after: [...elsewhere, ...renewal, 'clock'],
    explains: ['front', 'proof', 'certificate', 'validation', 'distribution'],
  },
  {
    check: 'key',
    about: "whether the certificate's key still holds",
    hop: 'certificate',
    symptoms: ['certificate'],
    harm: 'clicks',
    after: elsewhere,
  },
  {
    check: 'protocol',
    about: 'which version of TLS readers are offered',
    hop: 'certificate',
    symptoms: ['certificate'],
    harm: 'clicks',
    after: elsewhere,
  },
  { check: 'clock', about: "whether this machine's clock is right", hop: 'certificate', symptoms: ['certificate'], harm: 'advice', after: elsewhere },
  {
    check: 'caa',
    about: 'whether DNS lets Amazon issue the next certificate',
    hop: 'certificate',
    symptoms: ['certificate'],
    harm: 'soon',
    after: ['reach', 'live-zone'],
    mend: letAmazonIssue,
  },
  {
    check: 'validation-record',
    about: 'whether the record that validates the certificate is there for the next renewal',
    hop: 'certificate',
    symptoms: ['certificate'],
    harm: 'soon',
    needs: 'acm',
    iam: acm,
    after: ['reach', 'live-zone'],
    explains: ['validation'],
  },
  {
    check: 'acm-in-use',
    about: 'whether the distribution uses the certificate',
    hop: 'certificate',
    symptoms: ['certificate'],
    harm: 'soon',
    needs: 'acm',
    iam: acm,
    after: ['alias-owner'],
    explains: ['certificate', 'validation', 'distribution'],
  },
  {
    check: 'acm-renewal',
    about: 'whether ACM will renew the certificate',
    hop: 'certificate',
    symptoms: ['certificate'],
    harm: 'soon',
    needs: 'acm',
    iam: acm,
    after: ['live-zone', 'validation-record', 'caa', 'acm-in-use', 'alias-owner'],
    explains: ['certificate', 'validation', 'distribution'],
    mend: anotherCertificate,
  },
  {
    check: 'acm-status',
    about: 'whether ACM has the certificate that readers are shown',
    hop: 'certificate',
    symptoms: ['certificate'],
    harm: 'soon',
    needs: 'acm',
    iam: acm,
    after: [...elsewhere, ...renewal, 'name', 'chain', 'expiry'],
    explains: ['certificate', 'validation', 'distribution'],
  },
  {
    check: 'redirect',
    about: 'what plain http links meet',
    hop: 'front',
    symptoms: ['403'],
    harm: 'advice',
    after: [...elsewhere, ...distribution],
    explains: ['distribution'],
    mend: async ({ scene, tracking }) => (tracking.front === 'own' ? undefined : scene.setupCommand),
  },
  { check: 'ipv6', about: 'whether readers with IPv6 are answered', hop: 'front', symptoms: [], harm: 'advice', after: elsewhere },
  {
    check: 'favicon',
    about: 'whether SES answers through the tracking domain',
    hop: 'front',
    symptoms: ['403', '400', 'wrong-region'],
    harm: 'clicks',
    after: [...elsewhere, ...distribution, 'tracking-identity', 'geo-restriction', 'name', 'chain', 'expiry'],
    explains: ['front', 'proof'],
    means: faviconMeans,
  },
];

export const certChecks: readonly Check[] = rows.map(row => {
  const { check: id, about, hop, symptoms, iam = [], after = [], explains = [], needs } = row;
  return check({
    ...{ id, about, hop, symptoms, iam, after, explains },
    async look(scene) {
      const { tracking } = scene.asked;
      if (tracking === undefined) return skipped('no tracking domain is wished');
      if (needs !== undefined && tracking.front === 'own') return skipped(`the HTTPS front of ${tracking.domain} is the operator's own`);
      if (needs === 'route53' && tracking.dns === 'manual') return skipped(`the records of ${tracking.domain} are written by hand`);
      const cert = await domainScene(scene, tracking);
      return tellAll(row, judges[id](cert), { cert, scene, tracking });
    },
  });
});

function faviconMeans({ scene: { region }, tracking }: Seen): string {
  const { domain, front } = tracking;
  const dead = 'No link leads on and nothing is counted.';
  if (front === 'cloudfront') return `${dead} Where no other check says why, \`ses-track setup --check\` tells which part of the front differs.`;
  return `${dead} The front must pass every GET and HEAD on to https://${trackingHost(tracking, region)}, the path byte for byte, with Host: ${domain}, and cache nothing.`;
}

async function nothing(): Promise<undefined> {}

/** Setup asks for another where this one cannot renew any more; as long as ACM still tries, it is left to it. */
async function anotherCertificate({ cert: { acm: asked }, scene }: Seen): Promise<string | undefined> {
  const certificate = asked?.certificate.kind === 'read' ? asked.certificate.value : undefined;
  return certificate?.renewal === 'PENDING_VALIDATION' ? undefined : scene.setupCommand;
}

/** Whose the tracking domain is among the distributions of this account and of others, and what is to be done about it. */
import { expect, test } from 'vitest';
import { aliasOwner } from '../../src/doctor/checks/alias-owner.ts';
import { certificates } from '../../src/observe/certificate.ts';
import { aliasHolders, distributions } from '../../src/observe/distribution.ts';
import type { FrontState } from '../../src/observe/front.ts';
import { records } from '../../src/observe/record.ts';
import { zones } from '../../src/observe/zone.ts';
import { commentOf } from '../../src/setup/owner.ts';
import { scene, theZone } from '../cert/scenes.ts';
import { outcomes, toldOnce } from './facts.ts';

const domain = 'click.example.test';
const comment = commentOf('default', `click and open tracking of ${domain}`);
/** As setup made it; one that has the name; one that has a wildcard for it. */
const made = { id: 'E1', aliases: [domain], comment, certificateArn: 'arn:c' };
const lost = { ...made, aliases: [] };
const other = { id: 'E2', aliases: [domain], comment: '', certificateArn: 'arn:o' };
const wild = { id: 'E3', aliases: ['*.example.test'], comment: '', certificateArn: 'arn:w' };

interface World {
  all: object[];
  /** What the favicon through the domain shows. */
  front?: FrontState;
  /** Those of other accounts that have the name. */
  theirs?: string[];
  /** ARNs of the certificates that are for the domain. */
  fitting?: string[];
  /** What the domain's own record leads to. */
  record?: string;
}

function world({ all, front = 'certificate', theirs = [], fitting = ['arn:c'], record }: World) {
  const cert = { ...scene(), front: { domain, state: front, why: '' } };
  const listed = ['arn:x', ...fitting].map(arn => ({ arn, names: arn === 'arn:x' ? ['other.test'] : [domain] }));
  const holder = (account: string) => ({ alias: '*.example.test', distributionId: `*${account}`, account });
  return {
    settings: { tracking: { domain } },
    cert,
    facts: [
      [distributions, () => all],
      [certificates, () => listed],
      [aliasHolders, (id: string) => theirs.map(account => holder(`${account} of ${id}`))],
      [zones, () => [theZone]],
      [records, () => (record === undefined ? [] : [{ name: domain, type: 'CNAME', values: [record], set: { Name: domain } }])],
    ] as const,
  };
}

const no = `no distribution of this account is for ${domain}`;
const drop =
  'aws route53 change-resource-record-sets --hosted-zone-id Z1 --change-batch {"Changes":[{"Action":"DELETE","ResourceRecordSet":{"Name":"click.example.test"}}]} --region us-east-1';

test.each<[string, World, string]>([
  ['the one that was made for it', { all: [other, made].slice(1) }, `ok: ${domain} is an alternate name of distribution E1`],
  ['one that nobody made for it', { all: [other] }, `ok: ${domain} is an alternate name of distribution E2`],
  ['one with a wildcard', { all: [wild] }, `ok: ${domain} is under a wildcard among the alternate names of distribution E3`],
  [
    'one with a wildcard, beside the one that was made for it',
    { all: [wild, lost] },
    `problem clicks: distribution E1 has lost the alternate name ${domain} → setup`,
  ],
  [
    'another than was made for it',
    { all: [other, lost] },
    `problem clicks: ${domain} is an alternate name of distribution E2, not of E1, which was made for it → aws cloudfront associate-alias --target-distribution-id E1 --alias ${domain} --region us-east-1`,
  ],
  [
    'another than was made for it, and SES answers',
    { all: [other, lost], front: 'proven' },
    `ok: distribution E2 answers ${domain}, and SES through it`,
  ],
  ['nobody, and it lost it', { all: [lost] }, `problem clicks: distribution E1 has lost the alternate name ${domain} → setup`],
  [
    'another account, which AWS tells',
    { all: [lost], theirs: ['9', '8'] },
    `problem clicks: ${domain} is an alternate name of distribution *9 of E1 of account 9 of E1, as *.example.test and distribution *8 of E1 of account 8 of E1, as *.example.test`,
  ],
  [
    'another account, which AWS tells by a distribution whose certificate is for the name',
    {
      all: [
        { ...other, id: 'E8', aliases: [] },
        { ...other, aliases: [] },
      ],
      theirs: ['9'],
      fitting: ['arn:o'],
    },
    `problem clicks: ${domain} is an alternate name of distribution *9 of E8 of account 9 of E8, as *.example.test`,
  ],
  [
    'another account, which AWS does not tell without such a certificate',
    { all: [lost], theirs: ['9'], fitting: [] },
    `problem clicks: distribution E1 has lost the alternate name ${domain} → setup`,
  ],
  ['nobody', { all: [{ ...other, aliases: [] }] }, `problem clicks: ${no} → setup`],
  ['nobody, and its record leads to one that is gone', { all: [], record: 'd9.cloudfront.net' }, `problem clicks: ${no} → ${drop} && setup`],
  ['nobody, and its record leads elsewhere', { all: [], record: 'www.example.test' }, `problem clicks: ${no} → setup`],
  [
    'nobody, and SES answers all the same',
    { all: [], front: 'proven' },
    `unknown: ${no}, and SES answers through it all the same ? doctor --front own`,
  ],
  ['nobody that could be seen', { all: [], front: 'unreachable' }, `unknown: ${no}, and whether another's is could not be seen`],
])('the name is of %s', async (_, written, said) => {
  expect(await toldOnce(aliasOwner, world(written))).toBe(said);
});

test('why a record goes first is said, and that another’s id is half of one', async () => {
  const means = async (written: World) => (await outcomes(aliasOwner, world(written)))[0]?.means;
  expect(await means({ all: [], record: 'd9.cloudfront.net' })).toContain('it goes first, for CloudFront gives the name to no other meanwhile.');
  expect(await means({ all: [] })).not.toContain('goes first');
  expect(await means({ all: [lost], theirs: ['9'] })).toContain('AWS shows half of each id.');
  expect(await means({ all: [], front: 'proven' })).toMatch(/^Its front is in another account, or not CloudFront\./);
  const own = { settings: { tracking: { domain, front: 'own' as const } } };
  expect(await toldOnce(aliasOwner, own)).toBe(`skipped: the HTTPS front of ${domain} is the operator's own`);
  expect(await toldOnce(aliasOwner, {})).toBe('skipped: no tracking domain is wished');
});

/** What the doctor makes of an account and of a sender as SES tells them: each word that AWS has for it. */
import { expect, test } from 'vitest';
import type { Settings } from '../../src/config/schema.ts';
import { accountSending } from '../../src/doctor/checks/account-sending.ts';
import { accountVdm } from '../../src/doctor/checks/account-vdm.ts';
import { credentials } from '../../src/doctor/checks/credentials.ts';
import { defaultSet } from '../../src/doctor/checks/default-set.ts';
import { enforcement } from '../../src/doctor/checks/enforcement.ts';
import { productionAccess } from '../../src/doctor/checks/production-access.ts';
import { sender } from '../../src/doctor/checks/sender.ts';
import { senderDkim } from '../../src/doctor/checks/sender-dkim.ts';
import { sendingQuota } from '../../src/doctor/checks/sending-quota.ts';
import { account } from '../../src/observe/account.ts';
import { configurationSet } from '../../src/observe/configuration-set.ts';
import { identity } from '../../src/observe/identity.ts';
import { outcomes, toldOnce } from './facts.ts';

const of = (found: object) => ({ facts: [[account, () => found]] as const });

test('credentials, account-sending, production-access: who asks, and whether the account sends to anybody', async () => {
  expect(await toldOnce(credentials, {})).toBe('ok: account 123456789012, SES in us-east-1');
  expect([await toldOnce(accountSending, of({ isSending: true })), await toldOnce(accountSending, of({ isSending: false }))]).toEqual([
    'ok: the account sends in us-east-1',
    'problem sends: sending is paused for the whole account in us-east-1 → aws sesv2 put-account-sending-attributes --sending-enabled',
  ]);
  const production = (hasProductionAccess: boolean) => toldOnce(productionAccess, of({ hasProductionAccess }));
  expect([await production(true), await production(false)]).toEqual([
    'ok: the account may write to anybody from us-east-1',
    "problem sends: the account is in SES's sandbox in us-east-1 ? aws sesv2 get-account",
  ]);
});

test.each([
  ['HEALTHY', 'ok: AWS finds the account healthy in us-east-1'],
  ['SHUTDOWN', "problem sends: AWS has stopped the account's sending in us-east-1"],
  ['PROBATION', 'problem soon: AWS has the account under review in us-east-1'],
  ['PAUSED', 'unknown: AWS calls the state of the account "PAUSED" in us-east-1'],
])('enforcement %s', async (word, said) => {
  expect(await toldOnce(enforcement, of({ enforcement: word }))).toBe(said);
});

const full = (sent: number) =>
  `problem sends: the sending quota in us-east-1 is used up: ${sent} of 200 recipients in 24 hours ? aws sesv2 get-account`;
test.each([
  [undefined, 'ok: sending has no quota in us-east-1'],
  [{ max24Hours: -1, sent24Hours: 9 }, 'ok: sending has no quota in us-east-1'],
  [{ max24Hours: 200, sent24Hours: 199 }, 'ok: 199 of 200 recipients written to in 24 hours'],
  [{ max24Hours: 200, sent24Hours: 200 }, full(200)],
  [{ max24Hours: 200, sent24Hours: 201 }, full(201)],
  [{ max24Hours: 0, sent24Hours: 0 }, full(0).replace('of 200', 'of 0')],
])('sending-quota %j', async (quota, said) => {
  expect(await toldOnce(sendingQuota, of(quota === undefined ? {} : { quota }))).toBe(said);
});

const off = '→ aws sesv2 put-account-vdm-attributes --vdm-attributes VdmEnabled=ENABLED,DashboardAttributes={EngagementMetrics=DISABLED}';
const tracks = "the account's Virtual Deliverability Manager tracks engagement";
const untracked = { events: ['send'] } satisfies NonNullable<Settings['configurationSets']>[number];

test.each<[string, object, NonNullable<Settings['configurationSets']>, Record<string, boolean | 'absent'>, string]>([
  ['off', { hasEngagement: false }, [untracked], {}, 'ok: the account does not track engagement on its own'],
  ['on, where every set is tracked anyway', {}, [{}], {}, `problem advice: ${tracks} ${off}`],
  ['on, where a set is not', {}, [untracked], {}, `problem clicks: ${tracks} ${off}`],
  ['on, where a set lists opens alone', {}, [{ events: ['open'] }], {}, `problem clicks: ${tracks} ${off}`],
  ['on, where a set lists clicks alone', {}, [{ events: ['click'] }], {}, `problem clicks: ${tracks} ${off}`],
  ['on, where the set itself says no', {}, [untracked], { 'ses-track': false }, `problem advice: ${tracks} ${off}`],
  ['on, where the set itself says yes, which set-vdm tells', {}, [untracked], { 'ses-track': true }, `problem advice: ${tracks} ${off}`],
  ['on, where the set is not there', {}, [untracked], { 'ses-track': 'absent' }, `problem advice: ${tracks} ${off}`],
  ['on, as is wished', {}, [{ ...untracked, vdm: { engagement: true } }], {}, 'ok: the account tracks engagement, as vdm.engagement wishes'],
  [
    'on, as is wished of one set, and another is tracked anyway',
    {},
    [{ name: 'a', ...untracked, vdm: { engagement: true } }, { name: 'b' }],
    {},
    'ok: the account tracks engagement, as vdm.engagement wishes',
  ],
  [
    'on, as is wished of one set and not of another',
    {},
    [
      { name: 'a', vdm: { engagement: true } },
      { name: 'b', ...untracked },
    ],
    {},
    `problem clicks: ${tracks} ${off}`,
  ],
  [
    'on, with optimized delivery, which the command keeps',
    { sharedDelivery: 'ENABLED' },
    [{}],
    {},
    `problem advice: ${tracks} ${off},GuardianAttributes={OptimizedSharedDelivery=ENABLED}`,
  ],
])('account-vdm %s', async (_, found, configurationSets, engagement, said) => {
  const at = (name: string) => (engagement[name] === 'absent' ? 'absent' : { name, ...(name in engagement ? { engagement: engagement[name] } : {}) });
  const facts = [
    [account, () => ({ hasEngagement: true, ...found })],
    [configurationSet, at],
  ] as const;
  expect(await toldOnce(accountVdm, { settings: { configurationSets }, facts })).toBe(said);
});

test('account-vdm names the sets whose mail is rewritten, and else says which mail is', async () => {
  const means = async (configurationSets: NonNullable<Settings['configurationSets']>) => {
    const facts = [[account, () => ({ hasEngagement: true })] as const, [configurationSet, (name: string) => ({ name })] as const];
    return (await outcomes(accountVdm, { settings: { configurationSets }, facts }))[0]?.means;
  };
  const two = [
    { name: 'a', ...untracked },
    { name: 'b', ...untracked },
  ];
  expect(await means(two)).toContain('the links of mail sent with a, b, though no destination asks for it.');
  expect(await means(two.slice(1))).toContain('the links of mail sent with b, though');
  expect(await means([{}])).toContain("the links of mail that names no configuration set, to a host of SES's own.");
});

const signed = { isVerified: true, kind: 'domain', isSigning: true, dkimStatus: 'SUCCESS' };
const at = (identities: Record<string, object>, from = 'news@mail.example.test') => ({
  from,
  facts: [[identity, (name: string) => (name in identities ? { name, ...signed, ...identities[name] } : 'absent')]] as const,
});

test('sender: the nearest identity that is verified counts; what is there and waits is said to wait', async () => {
  expect(await toldOnce(sender, {})).toBe('skipped: --from names no sender');
  expect(await toldOnce(sender, at({ 'example.test': {} }))).toBe(
    'ok: news@mail.example.test is verified in us-east-1, by the identity example.test',
  );
  expect(await toldOnce(sender, at({ 'mail.example.test': {}, 'example.test': {} }, 'News@Mail.Example.TEST'))).toBe(
    'ok: News@Mail.Example.TEST is verified in us-east-1, by the identity mail.example.test',
  );
  const [waiting] = await outcomes(sender, at({ 'news@mail.example.test': { isVerified: false } }));
  expect([waiting?.saw, waiting?.means]).toEqual([
    'the identity news@mail.example.test is not verified in us-east-1',
    'SES refuses mail from news@mail.example.test. SES sent a mail with a link to that address: open it.',
  ]);
  const [domain] = await outcomes(sender, at({ 'example.test': { isVerified: false } }));
  expect([domain?.saw, domain?.harm, domain?.shows]).toEqual([
    'the identity example.test is not verified in us-east-1',
    'sends',
    'aws sesv2 get-email-identity --email-identity example.test',
  ]);
  expect(domain?.means).toMatch(/SES looks for its DKIM records in DNS\.$/);
  expect(await toldOnce(sender, at({}))).toBe(
    'problem sends: no identity in us-east-1 is for news@mail.example.test → aws sesv2 create-email-identity --email-identity news@mail.example.test',
  );
});

const shows = '? aws sesv2 get-email-identity --email-identity example.test';
test.each<[object, string]>([
  [{}, 'ok: mail from example.test is signed with DKIM'],
  [{ kind: 'address' }, 'skipped: example.test is verified as an address; DKIM belongs to its domain'],
  [
    { isSigning: false },
    'problem soon: mail from example.test is not signed with DKIM → aws sesv2 put-email-identity-dkim-attributes --email-identity example.test --signing-enabled',
  ],
  [{ dkimStatus: 'FAILED' }, `problem soon: SES does not find the DKIM records of example.test any more (FAILED) ${shows}`],
  [{ dkimStatus: 'TEMPORARY_FAILURE' }, `problem soon: SES does not find the DKIM records of example.test any more (TEMPORARY_FAILURE) ${shows}`],
  [{ dkimStatus: 'PENDING' }, `unknown: SES has not found the DKIM records of example.test yet (PENDING) ${shows}`],
])('sender-dkim %j', async (how, said) => {
  expect(await toldOnce(senderDkim, at({ 'example.test': how }))).toBe(said);
});

test('sender-dkim and default-set have nothing to say where nobody sends, or nobody may', async () => {
  for (const check of [senderDkim, defaultSet]) {
    expect(await toldOnce(check, {})).toBe('skipped: --from names no sender');
    expect(await toldOnce(check, at({ 'example.test': { isVerified: false } }))).toBe('skipped: no identity is for news@mail.example.test');
  }
});

const command = '→ aws sesv2 put-email-identity-configuration-set-attributes --email-identity example.test --configuration-set-name news';
test.each<[object, string, string]>([
  [{}, '', 'ok: example.test has no default configuration set: only sends that name news or bills are tracked'],
  [{ configurationSet: 'bills' }, 'bills', 'ok: mail from example.test goes with bills where the send names no set'],
  [{ configurationSet: 'bills' }, '', 'skipped: there is no configuration set bills'],
  [{ configurationSet: 'old' }, '', `problem sends: the default configuration set of example.test is old, which does not exist ${command}`],
  [{ configurationSet: 'old' }, 'old', `problem events: mail from example.test that names no configuration set goes with old ${command}`],
])('default-set %j, where there is "%s"', async (how, there, said) => {
  const { from, facts } = at({ 'example.test': how });
  const sets = [configurationSet, (name: string) => (name === there ? { name } : 'absent')] as const;
  const settings = { configurationSets: [{ name: 'news' }, { name: 'bills' }] };
  expect(await toldOnce(defaultSet, { from, settings, facts: [...facts, sets] })).toBe(said);
});

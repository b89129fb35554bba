/** ACM: a certificate from request to renewal, by what DNS shows and what the clock says. */
import { X509Certificate } from 'node:crypto';
import {
  AddTagsToCertificateCommand,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  GetCertificateCommand,
  ImportCertificateCommand,
  ListCertificatesCommand,
  ListTagsForCertificateCommand,
  RemoveTagsFromCertificateCommand,
} from '@aws-sdk/client-acm';
import { DeleteDistributionCommand } from '@aws-sdk/client-cloudfront';
import { expect, test } from 'vitest';
import { authorityOf } from '../../../src/sandbox/root.ts';
import { type Cloud, cname, day, domain, frontConfig, hour, minute, openCloud, refusal } from './cloud.ts';

const list = async (cloud: Cloud, input: object = {}) => cloud.certificates.send(new ListCertificatesCommand(input));
const caa = (name: string, ...values: string[]) => ({ Name: name, Type: 'CAA', TTL: 60, ResourceRecords: values.map(Value => ({ Value })) }) as const;

/** Takes the only distribution away as AWS wants it: disabled, Deployed, with its new ETag. */
async function removeFront(cloud: Cloud, id: string): Promise<void> {
  const { ETag } = await cloud.update(id, config => ({ ...config, Enabled: false }));
  await cloud.wait(hour);
  await cloud.edges.send(new DeleteDistributionCommand({ Id: id, IfMatch: ETag }));
}

test('the record comes some seconds after the request', async () => {
  const cloud = openCloud();
  const arn = await cloud.request({ SubjectAlternativeNames: [`*.${domain}`] });
  const first = await cloud.describe(arn);
  expect(first).toMatchObject({
    Status: 'PENDING_VALIDATION',
    Type: 'AMAZON_ISSUED',
    KeyAlgorithm: 'RSA_2048',
    InUseBy: [],
    RenewalEligibility: 'INELIGIBLE',
  });
  expect(first.DomainValidationOptions?.map(one => one.ResourceRecord)).toEqual([undefined, undefined]);
  await cloud.wait(4000);
  const [plain, wild] = (await cloud.describe(arn)).DomainValidationOptions ?? [];
  expect(plain?.ResourceRecord).toEqual({
    Name: expect.stringMatching(/^_[0-9a-f]{32}\.click\.example\.test\.$/),
    Type: 'CNAME',
    Value: expect.stringMatching(/^_[0-9a-f]{32}\.[a-z]{10}\.acm-validations\.aws\.$/),
  });
  expect(wild?.ResourceRecord).toEqual(plain?.ResourceRecord);
});

test('acm-record-delay: the option itself is missing at first, its record for 25 seconds', async () => {
  const cloud = openCloud({ traps: ['acm-record-delay'] });
  const arn = await cloud.request();
  const seen: unknown[] = [];
  for (const ms of [0, 12_000, 1000, 11_000, 1000]) {
    await cloud.wait(ms);
    const options = (await cloud.describe(arn)).DomainValidationOptions;
    seen.push(options === undefined ? 'no option' : options[0]?.ResourceRecord === undefined ? 'no record' : 'record');
  }
  expect(seen).toEqual(['no option', 'no option', 'no record', 'no record', 'record']);
});

test('it is issued five minutes after DNS shows the record, for 198 days', async () => {
  const cloud = openCloud();
  const arn = await cloud.request();
  await cloud.validate(arn);
  await cloud.wait(5.4 * minute);
  expect((await cloud.describe(arn)).Status).toBe('PENDING_VALIDATION');
  await cloud.wait(0.1 * minute);
  const done = await cloud.describe(arn);
  expect(done.Status).toBe('ISSUED');
  expect(done.DomainValidationOptions?.[0]?.ValidationStatus).toBe('SUCCESS');
  expect(Math.round(((done.NotAfter?.getTime() ?? 0) - (done.NotBefore?.getTime() ?? 0)) / day)).toBe(198);
});

test('without the record it stays pending for 72 hours, then it has timed out for good', async () => {
  const cloud = openCloud();
  const arn = await cloud.request();
  await cloud.wait(71 * hour);
  expect((await cloud.describe(arn)).Status).toBe('PENDING_VALIDATION');
  await cloud.wait(hour);
  expect((await cloud.describe(arn)).Status).toBe('VALIDATION_TIMED_OUT');
  await cloud.validate(arn);
  await cloud.wait(hour);
  expect((await cloud.describe(arn)).Status).toBe('VALIDATION_TIMED_OUT');
});

test('acm-slow: it takes more than an hour', async () => {
  const cloud = openCloud({ traps: ['acm-slow'] });
  const arn = await cloud.request();
  await cloud.validate(arn);
  await cloud.wait(70 * minute);
  expect((await cloud.describe(arn)).Status).toBe('PENDING_VALIDATION');
  await cloud.wait(10 * minute);
  expect((await cloud.describe(arn)).Status).toBe('ISSUED');
});

test.each<[string, string, string[], string | undefined]>([
  ['another authority on the zone', 'example.test', ['0 issue "letsencrypt.org"'], 'CAA_ERROR'],
  ['nobody at all', domain, ['0 issue ";"'], 'CAA_ERROR'],
  ['Amazon beside another', 'example.test', ['0 issue "letsencrypt.org"', '0 issue "amazontrust.com"'], undefined],
  ['only a contact', 'example.test', ['0 iodef "mailto:a@example.test"'], undefined],
  ['only wildcards for another', 'example.test', ['0 issuewild "letsencrypt.org"'], undefined],
  ['a critical tag that nobody knows', 'example.test', ['128 surprise "x"'], 'CAA_ERROR'],
])('a CAA record for %s decides whether it is issued', async (_, name, values, reason) => {
  const cloud = openCloud();
  await cloud.change(['CREATE', caa(name, ...values)]);
  const arn = await cloud.issued();
  const { Status, FailureReason } = await cloud.describe(arn);
  expect([Status, FailureReason]).toEqual(reason === undefined ? ['ISSUED', undefined] : ['FAILED', reason]);
});

test('the same token within an hour is the same certificate; a dash is no part of a token', async () => {
  const cloud = openCloud();
  const first = await cloud.request({ IdempotencyToken: 'once' });
  expect(await cloud.request({ IdempotencyToken: 'once' })).toBe(first);
  await cloud.wait(hour);
  expect(await cloud.request({ IdempotencyToken: 'once' })).not.toBe(first);
  expect(await refusal(cloud.request({ IdempotencyToken: 'not-a-word' }))).toContain('Member must satisfy regular expression pattern: \\w+');
});

test('a name that is none, and an ARN that is none, are refused', async () => {
  const cloud = openCloud();
  expect(await refusal(cloud.request({ DomainName: 'not a name' }))).toMatch(/^ValidationException: .*'domainName'/);
  const ask = (CertificateArn: string) => refusal(cloud.certificates.send(new DescribeCertificateCommand({ CertificateArn })));
  expect(await ask('nonsense-nonsense-nonsense')).toMatch(/^InvalidArnException/);
  expect(await ask('arn:aws:acm:us-east-1:123456789012:certificate/none')).toMatch(/^ResourceNotFoundException/);
});

test('each region has its own certificates', async () => {
  const west = openCloud({ region: 'eu-west-1' });
  const arn = await west.request();
  expect(arn).toMatch(/^arn:aws:acm:eu-west-1:/);
  expect((await list(west)).CertificateSummaryList).toHaveLength(1);
});

test('without a filter elliptic-curve certificates are not listed; statuses and pages are', async () => {
  const cloud = openCloud();
  const rsa = await cloud.issued();
  const curve = await cloud.request({ KeyAlgorithm: 'EC_prime256v1' });
  const arns = async (input: object) => (await list(cloud, input)).CertificateSummaryList?.map(one => one.CertificateArn);
  expect(await arns({})).toEqual([rsa]);
  expect(await arns({ Includes: { keyTypes: ['RSA_2048', 'EC_prime256v1'] } })).toEqual([rsa, curve]);
  expect(await arns({ CertificateStatuses: ['PENDING_VALIDATION'], Includes: { keyTypes: ['EC_prime256v1'] } })).toEqual([curve]);
  for (let at = 0; at < 4; at += 1) await cloud.request({ DomainName: `n${at}.example.test` });
  const first = await list(cloud, { MaxItems: 3 });
  const second = await list(cloud, { MaxItems: 3, NextToken: first.NextToken });
  expect([first.CertificateSummaryList?.length, second.CertificateSummaryList?.length, second.NextToken]).toEqual([3, 2, undefined]);
});

test('tags come and go', async () => {
  const cloud = openCloud();
  const arn = await cloud.request({ Tags: [{ Key: 'ses-track', Value: 'default' }] });
  const tags = async () => (await cloud.certificates.send(new ListTagsForCertificateCommand({ CertificateArn: arn }))).Tags;
  await cloud.certificates.send(new AddTagsToCertificateCommand({ CertificateArn: arn, Tags: [{ Key: 'a', Value: 'b' }] }));
  await cloud.certificates.send(new RemoveTagsFromCertificateCommand({ CertificateArn: arn, Tags: [{ Key: 'a', Value: 'other' }] }));
  expect(await tags()).toHaveLength(2);
  await cloud.certificates.send(new RemoveTagsFromCertificateCommand({ CertificateArn: arn, Tags: [{ Key: 'a', Value: 'b' }] }));
  expect(await tags()).toEqual([{ Key: 'ses-track', Value: 'default' }]);
});

test('a certificate in use cannot be deleted; once its distribution is gone it can', async () => {
  const cloud = openCloud();
  const arn = await cloud.issued();
  const { Distribution: made } = await cloud.create(frontConfig(arn));
  const remove = () => refusal(cloud.certificates.send(new DeleteCertificateCommand({ CertificateArn: arn })));
  expect((await cloud.describe(arn)).InUseBy).toEqual([made?.ARN]);
  expect((await cloud.describe(arn)).RenewalEligibility).toBe('ELIGIBLE');
  expect(await remove()).toMatch(/^ResourceInUseException/);
  await removeFront(cloud, made?.Id ?? '');
  expect(await remove()).toBe('nothing was refused');
  expect(await refusal(cloud.describe(arn))).toMatch(/^ResourceNotFoundException/);
});

test('acm-in-use-lingers: it is in use for two minutes after its distribution is gone', async () => {
  const cloud = openCloud({ traps: ['acm-in-use-lingers'] });
  const arn = await cloud.issued();
  const { Distribution: made } = await cloud.create(frontConfig(arn));
  await removeFront(cloud, made?.Id ?? '');
  const remove = () => refusal(cloud.certificates.send(new DeleteCertificateCommand({ CertificateArn: arn })));
  expect(await remove()).toMatch(/^ResourceInUseException/);
  await cloud.wait(2 * minute);
  expect(await remove()).toBe('nothing was refused');
});

test('acm-delete-lag: a deleted certificate is still shown for twenty seconds', async () => {
  const cloud = openCloud({ traps: ['acm-delete-lag'] });
  const arn = await cloud.request();
  await cloud.certificates.send(new DeleteCertificateCommand({ CertificateArn: arn }));
  expect((await list(cloud)).CertificateSummaryList).toHaveLength(1);
  await cloud.wait(20_000);
  expect([(await list(cloud)).CertificateSummaryList, await refusal(cloud.describe(arn))]).toEqual([
    [],
    expect.stringMatching(/^ResourceNotFoundException/),
  ]);
});

test('in use and still validated it is renewed 45 days before its end, under the same ARN', async () => {
  const cloud = openCloud();
  const arn = await cloud.issued();
  await cloud.create(frontConfig(arn));
  const before = await cloud.describe(arn);
  await cloud.wait(152 * day);
  expect((await cloud.describe(arn)).NotAfter).toEqual(before.NotAfter);
  await cloud.wait(2 * day);
  const after = await cloud.describe(arn);
  expect(after.RenewalSummary?.RenewalStatus).toBe('SUCCESS');
  expect(Math.round(((after.NotAfter?.getTime() ?? 0) - (before.NotAfter?.getTime() ?? 0)) / day)).toBe(152);
});

test('without its validation record the renewal waits, and the certificate ends', async () => {
  const cloud = openCloud();
  const arn = await cloud.issued();
  await cloud.create(frontConfig(arn));
  const record = (await cloud.describe(arn)).DomainValidationOptions?.[0]?.ResourceRecord;
  await cloud.change(['DELETE', cname(record?.Name ?? '', record?.Value ?? '')]);
  await cloud.wait(160 * day);
  expect(await cloud.describe(arn)).toMatchObject({ Status: 'ISSUED', RenewalSummary: { RenewalStatus: 'PENDING_VALIDATION' } });
  await cloud.wait(40 * day);
  expect(await cloud.describe(arn)).toMatchObject({ Status: 'EXPIRED', RenewalSummary: { RenewalStatus: 'FAILED' } });
});

test('what is not in use is not renewed', async () => {
  const cloud = openCloud();
  const arn = await cloud.issued();
  await cloud.wait(199 * day);
  expect((await cloud.describe(arn)).Status).toBe('EXPIRED');
});

test("GetCertificate gives a certificate of the sandbox's root for the names and the term that DescribeCertificate says", async () => {
  const cloud = openCloud();
  const pending = await cloud.request({ DomainName: 'other.example.test' });
  expect(await refusal(cloud.certificates.send(new GetCertificateCommand({ CertificateArn: pending })))).toMatch(/^RequestInProgressException/);
  const arn = await cloud.issued({ SubjectAlternativeNames: [`*.${domain}`] });
  const { Certificate: pem = '', CertificateChain: chain = '' } = await cloud.certificates.send(new GetCertificateCommand({ CertificateArn: arn }));
  const read = new X509Certificate(pem);
  expect(read.subjectAltName).toBe(`DNS:${domain}, DNS:*.${domain}`);
  expect(read.verify(new X509Certificate(chain).publicKey)).toBe(true);
  expect(read.validToDate).toEqual((await cloud.describe(arn)).NotAfter);
});

test('an imported certificate says what it is and is never renewed', async () => {
  const cloud = openCloud();
  const { cert, key } = authorityOf(cloud.world).issue(['shop.example.test'], { notAfter: cloud.world.clock.now() + 30 * day });
  const send = (Certificate: string, PrivateKey: string) =>
    cloud.certificates.send(new ImportCertificateCommand({ Certificate: Buffer.from(Certificate), PrivateKey: Buffer.from(PrivateKey) }));
  const { CertificateArn: arn = '' } = await send(cert, key);
  expect(await cloud.describe(arn)).toMatchObject({
    Type: 'IMPORTED',
    Status: 'ISSUED',
    DomainName: 'shop.example.test',
    RenewalEligibility: 'INELIGIBLE',
    KeyAlgorithm: 'EC_prime256v1',
  });
  await cloud.wait(31 * day);
  expect((await cloud.describe(arn)).Status).toBe('EXPIRED');
  const other = authorityOf(cloud.world).issue(['shop.example.test']);
  expect(await refusal(send(cert, other.key))).toMatch(/^ValidationException: .*does not match/);
});

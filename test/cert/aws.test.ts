/** cert-check --aws over an account in memory: a front as setup leaves it, then what keeps a renewal from working, one thing at a time. */
import { ListCertificatesCommand } from '@aws-sdk/client-acm';
import { describe, expect, test } from 'vitest';
import { isLong, onlyLong } from '../long.ts';
import { cname } from '../sandbox/aws/cloud.ts';
import type { Stage } from '../setup/stage.ts';
import { openStage } from '../setup/stage.ts';

const dayMs = 86_400_000;
const check = 'cert-check click.example.test --aws';
const setup = 'setup --domain click.example.test --webhook https://hooks.example.com/ses --yes';

/** @param sockets DNS in packets and TLS in records, over loopback */
async function withFront(work: (stage: Stage) => Promise<void>, sockets = false): Promise<void> {
  const stage = await openStage({ quick: true, sockets });
  try {
    const { code, err } = await stage.run(setup);
    expect(code, err).toBe(0);
    await work(stage);
  } finally {
    if (sockets) await stage.sandbox.stop();
  }
}

/** What the screen says there is to do: `the record … is gone from DNS  validation-record`. */
const todo = (out: string): string[] => [...out.matchAll(/^ {10}[✖!?] (.*)$/gm)].map(match => match[1] ?? '');

const caaRecord = (issuer: string) => ({ Name: 'example.test', Type: 'CAA' as const, TTL: 60, ResourceRecords: [{ Value: `0 issue "${issuer}"` }] });

async function validation({ cloud }: Stage): Promise<{ name: string; value: string }> {
  const filter = { Includes: { keyTypes: ['RSA_2048' as const, 'EC_prime256v1' as const] } };
  const { CertificateSummaryList: [listed] = [] } = await cloud.certificates.send(new ListCertificatesCommand(filter));
  const [option] = (await cloud.describe(listed?.CertificateArn ?? '')).DomainValidationOptions ?? [];
  return { name: option?.ResourceRecord?.Name ?? '', value: option?.ResourceRecord?.Value ?? '' };
}

test('all is well: a line that says that ACM renews; quiet says nothing; one reading of AWS however many checks', async () => {
  await withFront(async stage => {
    const ended = await stage.run(check);
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toMatch(
      /^ok {8}click\.example\.test {2}197 days left, until 2027-06-09 · ses-track sandbox root · CloudFront · 2 addresses · ACM renews it by itself\n$/,
    );
    expect(stage.lastCalls().sort()).toEqual([
      'acm:DescribeCertificate',
      'cloudfront:ListDistributions',
      'route53:GetHostedZone',
      'route53:ListHostedZones',
      'route53:ListResourceRecordSets',
    ]);
    expect(await stage.run(`${check} --quiet`)).toMatchObject({ code: 0, out: '', err: '' });

    await stage.run('cert-check click.example.test');
    expect(stage.lastCalls()).toEqual([]);

    stage.files.set('ses-track.yaml', 'tracking: { domain: click.example.test }\ncertCheck: { aws: true }\n');
    await stage.run('cert-check --quiet');
    expect(stage.lastCalls()).toContain('acm:DescribeCertificate');
    stage.files.delete('ses-track.yaml');
  });
});

test.skipIf(!isLong)(
  `somebody tidies up the zone: the validation record is missed months before the renewal, and the command that is printed mends it${onlyLong}`,
  async () => {
    await withFront(async stage => {
      const { name, value } = await validation(stage);
      await stage.cloud.change(['DELETE', cname(name, value, 300)]);
      await stage.cloud.wait(120_000);
      const gone = await stage.run(check);
      expect(gone.code).toBe(0);
      expect(todo(gone.out)).toEqual(['the record that validates click.example.test is gone from DNS  validation-record']);
      expect(gone.out).toContain(
        `The record is \`${name.replace(/\.$/, '')} CNAME ${value.replace(/\.$/, '')}\`.\n            mend: ses-track setup --domain click.example.test\n`,
      );
      expect((await stage.run(`${check} --quiet`)).out).toContain('is gone from DNS');
      expect((await stage.run(`${check} --format nagios`)).out).toContain(
        '; advice: the record that validates click.example.test is gone from DNS | ',
      );
      expect((await stage.run('setup --domain click.example.test --yes')).code).toBe(0);
      expect(await stage.run(`${check} --quiet`)).toMatchObject({ code: 0, out: '' });
    });
  },
);

test.skipIf(!isLong)(`what iam --for cert-check allows is what is asked, with a front and without${onlyLong}`, async () => {
  const asked = new Set<string>();
  const { Statement } = JSON.parse((await (await openStage()).run('iam --for cert-check')).out) as { Statement: { Action: string[] }[] };
  await withFront(async stage => {
    for (const domain of ['click.example.test', 'other.example.test']) {
      await stage.run(`cert-check ${domain} --aws`);
      for (const call of stage.lastCalls()) asked.add(call);
    }
  });
  expect([...asked].sort()).toEqual(Statement.flatMap(({ Action }) => Action).sort());
});

test('what the credentials may not read is unknown, once, with the IAM action; the rest is judged all the same', async () => {
  await withFront(async stage => {
    const denied = {
      status: 400,
      headers: { 'x-amzn-errortype': 'AccessDeniedException' },
      body: JSON.stringify({
        __type: 'AccessDeniedException',
        message:
          'User: arn:aws:iam::123456789012:user/x is not authorized to perform: acm:DescribeCertificate on resource: arn:aws:acm:us-east-1:123456789012:certificate/1 because no identity-based policy allows it',
      }),
    };
    const fate = (_: number, { headers, body }: { headers?: Record<string, string>; body: string }) =>
      body.includes('CertificateArn') || headers?.['x-amz-target']?.includes('DescribeCertificate') ? denied : 'pass';
    const { code, out } = await stage.run(check, { fate: fate as never });
    expect(code).toBe(4);
    expect(out).toMatch(/^unknown {3}click\.example\.test {2}197 days left/);
    expect(todo(out)).toEqual([
      'the credentials may not acm:DescribeCertificate on arn:aws:acm:us-east-1:123456789012:certificate/1  acm-status, acm-renewal, acm-in-use, validation-record',
    ]);
    expect(await stage.run(`${check} --format nagios`, { fate: fate as never })).toMatchObject({
      code: 3,
      out: expect.stringMatching(/^CERT-CHECK UNKNOWN - click\.example\.test: the credentials may not acm:DescribeCertificate[^;]*\| /),
    });
    const away = await stage.run(check, { fate: () => 'before' });
    expect(away.code).toBe(3);
    expect(away.out).toMatch(/^unknown/);
  });
});

describe.skipIf(!isLong)(`what keeps a renewal from working${onlyLong}`, () => {
  test.each<[string, (stage: Stage) => Promise<unknown>, string[]]>([
    [
      'CAA records that name somebody else',
      async ({ cloud }) => cloud.change(['UPSERT', caaRecord('letsencrypt.org')]),
      ['the CAA records of example.test do not name Amazon  caa'],
    ],
    [
      'a registrar that names other servers',
      async ({ sandbox }) => sandbox.setTraps({ 'dns-moved': true }),
      [expect.stringMatching(/^the world asks .* for example\.test, not hosted zone Z.* {2}live-zone$/) as never],
    ],
    [
      'a renewal that hangs',
      async ({ sandbox, cloud }) => {
        sandbox.setTraps({ 'acm-renewal-stuck': true });
        await cloud.wait(158 * dayMs);
      },
      ['ACM cannot renew it: PENDING_VALIDATION  acm-renewal'],
    ],
    [
      'a validation record that leads elsewhere',
      async stage => stage.cloud.change(['UPSERT', cname((await validation(stage)).name, '_old.acm-validations.aws.', 300)]),
      [
        expect.stringMatching(
          /^the record that validates click\.example\.test leads to _old\.acm-validations\.aws instead {2}validation-record$/,
        ) as never,
      ],
    ],
  ])('%s', (_, breaks, expected) =>
    withFront(async stage => {
      await breaks(stage);
      await stage.cloud.wait(120_000);
      const { code, out } = await stage.run(check);
      expect({ code, todo: todo(out) }).toEqual({ code: 0, todo: expected });
    }),
  );

  test('over real packets: CAA, the chain of CNAMEs, the name servers of the zone', () =>
    withFront(async stage => {
      expect(await stage.run(`${check} --quiet`)).toMatchObject({ code: 0, out: '' });
      await stage.cloud.change(['UPSERT', caaRecord('letsencrypt.org')]);
      await stage.cloud.wait(5_000);
      expect(todo((await stage.run(check)).out)).toEqual(['the CAA records of example.test do not name Amazon  caa']);
      await stage.cloud.change(['UPSERT', caaRecord('amazon.com')]);
      await stage.cloud.wait(5_000);
      stage.sandbox.setTraps({ 'dns-moved': true });
      expect(todo((await stage.run(check)).out)).toEqual([expect.stringMatching(/ {2}live-zone$/)]);
    }, true));

  test('name servers that do not answer', () =>
    withFront(async stage => {
      stage.sandbox.setTraps({ 'dns-silent': true });
      const { code, out } = await stage.run(check);
      expect(code).toBe(3);
      expect(todo(out)[0]).toMatch(/^DNS gave no answer: .*SERVFAIL.* {2}reach$/);
    }));

  test('a domain that was led elsewhere: readers meet the wrong certificate, and ACM renews for nobody', () =>
    withFront(async stage => {
      await stage.cloud.change(['UPSERT', cname('click.example.test', 'r.us-east-1.awstrack.me', 300)]);
      await stage.cloud.wait(120_000);
      const { code, out } = await stage.run(check);
      expect(code).toBe(1);
      expect(todo(out)).toEqual([
        'the certificate is for r.us-east-1.awstrack.me, *.r.us-east-1.awstrack.me, not for click.example.test  name',
        'SES itself (awstrack.me), with no HTTPS front before it  served-by',
        expect.stringMatching(
          /^click\.example\.test leads to r\.us-east-1\.awstrack\.me, not to d.*\.cloudfront\.net of distribution E.* {2}points-at-front$/,
        ),
      ]);
    }));
});

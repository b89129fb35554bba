/** The traps of the front's services, met by a whole setup: it comes through, or says what is wrong and goes on later. Events: traps-events; throttling and overtaking (1, 20, 23, 24, 25): bad-luck. */
import { describe, expect, test } from 'vitest';
import { isLong, onlyLong } from '../long.ts';
import { frontConfig } from '../sandbox/aws/cloud.ts';
import { openStage, type Stage } from './stage.ts';

const domain = 'click.example.test';
const line = `setup --domain ${domain} --webhook https://hooks.example.com/ses`;

async function comesThrough(traps: string[], quick = true): Promise<{ stage: Stage; err: string }> {
  const stage = await openStage({ traps, quick });
  const { code, out, err } = await stage.run(`${line} --yes`);
  expect([code, err]).toEqual([0, expect.any(String)]);
  expect(out).toContain('SES in us-east-1 answers over https');
  // It looks at everything once more at its end, and says what is not as wanted.
  expect(out).not.toContain('Unproven');
  return { stage, err };
}

describe('a setup comes through', () => {
  const waits: [string, string, string][] = [
    ['14', 'acm-record-delay', 'ACM to tell the validation record'],
    ['15', 'acm-slow', 'ACM to issue the certificate, usually five minutes, at times more than an hour'],
    ['18', 'cloudfront-certificate-lag', 'CloudFront to know the certificate, usually a minute after it is issued'],
    ['19', 'cloudfront-slow', 'the edges to have the distribution'],
    ['26', 'route53-slow-insync', "all of Route 53's name servers to have the change"],
  ];
  test.each(isLong ? waits : waits.filter(([number]) => number === '14' || number === '19'))('trap %s, %s, and says so', async (_, trap, said) => {
    // An hour of ACM's is an hour here; most need no more than to be waited for.
    const { err } = await comesThrough([trap], !/^acm-slow|certificate-lag$/.test(trap));
    expect(err).toContain(said);
  });

  test('trap 3, ses-parent-domain: the exact identity is made all the same', async () => {
    const { stage } = await comesThrough(['ses-parent-domain']);
    expect(await stage.world()).toMatchObject({ front: { identities: expect.arrayContaining([expect.objectContaining({ name: domain })]) } });
  });

  test('trap 20, cloudfront-stale-invalid: an update that somebody overtakes reads again and goes on', async () => {
    for (const trap of isLong ? [[], ['cloudfront-stale-invalid']] : [['cloudfront-stale-invalid']]) {
      const { stage } = await comesThrough(trap);
      let isOvertaken = false;
      const { code } = await stage.run(`${line} --no-repair --yes`, {
        fate(_n, { method, path }) {
          if (isOvertaken || method !== 'PUT' || !/\/distribution\/\w+\/config$/.test(path)) return 'pass';
          isOvertaken = true;
          const Code = trap.length === 0 ? ['PreconditionFailed', 412] : ['InvalidIfMatchVersion', 400];
          return {
            status: Number(Code[1]),
            body: `<ErrorResponse><Error><Type>Sender</Type><Code>${Code[0]}</Code><Message>stale</Message></Error></ErrorResponse>`,
          };
        },
      });
      expect([code, isOvertaken]).toEqual([0, true]);
      expect((await stage.run(`${line} --no-repair --check`)).code).toBe(0);
    }
  });

  test("trap 22, cloudfront-reference-lingers: a deleted distribution's reference is followed by the next one", async () => {
    const { stage } = await comesThrough(['cloudfront-reference-lingers']);
    expect((await stage.run('teardown --yes')).code).toBe(0);
    expect((await stage.run(`${line} --yes`)).code).toBe(0);
    expect(await stage.world()).toMatchObject({ front: { distributions: [{ config: { CallerReference: `ses-track/default/${domain}/2` } }] } });
  });

  test('traps 17 and 21, acm-in-use-lingers, acm-delete-lag, cloudfront-delete-lag: taken away and built again', async () => {
    const { stage } = await comesThrough(['acm-in-use-lingers', 'acm-delete-lag', 'cloudfront-delete-lag']);
    expect((await stage.run('teardown --yes')).code).toBe(0);
    await stage.cloud.wait(30_000);
    expect(await stage.world()).toMatchObject({ front: { certificates: [], distributions: [] } });
    expect((await stage.run(`${line} --yes`)).code).toBe(0);
  });
});

describe('a setup says what is wrong, and goes on from there', () => {
  test.skipIf(!isLong)(`trap 8, ses-dkim-slow: exit 3 that says how to go on, then the rest${onlyLong}`, async () => {
    const stage = await openStage({ traps: ['ses-dkim-slow'] });
    const first = await stage.run(`${line} --yes`);
    expect([first.code, first.err]).toEqual([3, expect.stringContaining(`2 hours have passed without SES to see the DKIM records of ${domain}`)]);
    expect(first.err).toContain('it can take 72 hours');
    await stage.cloud.wait(73 * 3_600_000);
    expect((await stage.run(`${line} --yes`)).code).toBe(0);
  });

  test('trap 15: a certificate that CAA keeps from being issued, before anything is made', async () => {
    const stage = await openStage();
    await stage.cloud.change(['CREATE', { Name: 'example.test', Type: 'CAA', TTL: 300, ResourceRecords: [{ Value: '0 issue "letsencrypt.org"' }] }]);
    await stage.cloud.wait(60_000);
    const before = stage.sandbox.calls().write;
    const refused = await stage.run(`${line} --yes`);
    expect([refused.code, refused.err]).toEqual([3, expect.stringContaining('the CAA records of example.test do not name Amazon')]);
    expect(refused.err).toContain('CAA 0 issue "amazon.com"');
    expect(stage.sandbox.calls().write).toBe(before);
  });

  test('trap 15: a certificate that failed is asked for anew, with another token', async () => {
    const stage = await openStage();
    const caa = { Name: 'example.test', Type: 'CAA' as const, TTL: 300, ResourceRecords: [{ Value: '0 issue "letsencrypt.org"' }] };
    let isForbidden = false;
    const failed = await stage.run(`${line} --yes`, {
      async between() {
        // It comes between the look at CAA and the certificate.
        if (isForbidden || stage.sandbox.calls().write === 0) return;
        isForbidden = true;
        await stage.cloud.change(['CREATE', caa]);
      },
    });
    expect([failed.code, failed.err]).toEqual([3, expect.stringContaining('CAA records in DNS keep Amazon out')]);
    await stage.cloud.change(['DELETE', caa]);
    await stage.cloud.wait(60_000);
    expect((await stage.run(`${line} --yes`)).code).toBe(0);
    expect(await stage.world()).toMatchObject({ front: { certificates: [{ status: 'FAILED' }, { status: 'ISSUED' }] } });
  });

  test('trap 22, cloudfront-alias-elsewhere: who has the name, where AWS tells', async () => {
    const stage = await openStage({ traps: ['cloudfront-alias-elsewhere'] });
    const refused = await stage.run(`${line} --yes`);
    expect([refused.code, refused.err]).toEqual([
      3,
      expect.stringContaining(`${domain} is an alternate name of another distribution, in this account or another`),
    ]);
    const arn = await stage.cloud.issued({ DomainName: '*.example.test' });
    await stage.cloud.create({ ...frontConfig(arn), Aliases: { Quantity: 0 } });
    const told = await stage.run(`${line} --yes`);
    expect([told.code, told.err]).toEqual([3, expect.stringContaining('99999 (as click.example.test)')]);
  });

  test('trap 3: a set whose options AWS does not clear is said to be so', async () => {
    const { stage } = await comesThrough(['ses-tracking-stays']);
    const { code, err } = await stage.run('teardown --keep-front --yes');
    expect([code, err]).toEqual([0, expect.stringContaining('delete-configuration-set-tracking-options')]);
  });
});

test('credentials that expire half way: exit 4, and with fresh ones the rest', async () => {
  const stage = await openStage({ quick: true });
  const expired = {
    status: 403,
    body: '<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>expired</Message></Error></ErrorResponse>',
  };
  const cut = await stage.run(`${line} --yes`, {
    fate: (_n, { path }) => (path === '/2020-05-31/distribution?WithTags' || path.endsWith('/distribution') ? expired : 'pass'),
  });
  expect([cut.code, cut.err]).toEqual([4, expect.stringContaining('the AWS credentials have expired')]);
  expect((await stage.run(`${line} --yes`)).code).toBe(0);
});

describe('what cannot work is refused before anything is made', () => {
  const cases: [string, string, (stage: Stage) => Promise<unknown>][] = [
    ['no zone', 'no hosted zone of this account is for click.elsewhere.test', async () => {}],
    ['only a private zone', 'the only zone for click.elsewhere.test in Route 53 is private', stage => zone(stage, 'elsewhere.test', true)],
    [
      'two zones alike',
      'Route 53 has 2 public zones named elsewhere.test.',
      async stage => {
        await zone(stage, 'elsewhere.test');
        await zone(stage, 'elsewhere.test');
      },
    ],
  ];
  test.each(cases)('%s', async (_name, message, before) => {
    const stage = await openStage();
    await before(stage);
    const writes = stage.sandbox.calls().write;
    const refused = await stage.run('setup --domain click.elsewhere.test --yes');
    expect([refused.code, refused.err]).toEqual([3, expect.stringContaining(message)]);
    expect(stage.sandbox.calls().write).toBe(writes);
  });

  test('a zone that the world does not ask', async () => {
    const stage = await openStage();
    await zone(stage, 'sub.example.test');
    await stage.cloud.wait(60_000);
    const refused = await stage.run('setup --domain click.sub.example.test --yes');
    expect([refused.code, refused.err]).toEqual([3, expect.stringContaining('not the hosted zone')]);
  });

  test('a region whose tracking host is not there', async () => {
    const stage = await openStage();
    const refused = await stage.run(`${line} --region us-gov-west-1 --yes`);
    expect([refused.code, refused.err]).toEqual([3, expect.stringContaining('r.us-gov-west-1.awstrack.me is not there')]);
    expect(stage.sandbox.calls().write).toBe(0);
  });

  test('TXT beside the name, where no CNAME can stand', async () => {
    const stage = await openStage();
    await stage.cloud.change(['CREATE', { Name: domain, Type: 'TXT', TTL: 300, ResourceRecords: [{ Value: '"x"' }] }]);
    const refused = await stage.run(`${line} --yes`);
    expect([refused.code, refused.err]).toEqual([3, expect.stringContaining(`${domain} has TXT records, and beside a CNAME nothing else can stand`)]);
  });

  async function zone({ cloud }: Stage, name: string, isPrivate = false): Promise<void> {
    const { CreateHostedZoneCommand } = await import('@aws-sdk/client-route-53');
    await cloud.dns.send(
      new CreateHostedZoneCommand({
        Name: name,
        CallerReference: `${name} ${counter++}`,
        ...(isPrivate ? { VPC: { VPCId: 'vpc-1', VPCRegion: 'us-east-1' }, HostedZoneConfig: { PrivateZone: true } } : {}),
      }),
    );
  }
  let counter = 0;
});

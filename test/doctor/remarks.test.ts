/** How what cert-check remarks becomes what the doctor says: how bad it is now, where it is seen, and whether a command is promised. */
import { expect, test } from 'vitest';
import { certChecks as judges } from '../../src/cert/checks/index.ts';
import type { CertScene } from '../../src/cert/judge.ts';
import type { CheckId } from '../../src/cert/remark.ts';
import type { Harm, Outcome } from '../../src/doctor/check.ts';
import { aliasOwner } from '../../src/doctor/checks/alias-owner.ts';
import { tellAll } from '../../src/doctor/remarks.ts';
import { ending } from '../../src/doctor/run.ts';
import type { Scene } from '../../src/doctor/scene.ts';
import { certificates } from '../../src/observe/certificate.ts';
import { distributions } from '../../src/observe/distribution.ts';
import type { FrontState } from '../../src/observe/front.ts';
import { zones } from '../../src/observe/zone.ts';
import type { AskedTracking } from '../../src/setup/front-wants.ts';
import { acm, acmCertificate, dayMs, domain, end, failing, now, read, refused, scene } from '../cert/scenes.ts';

const setupCommand = 'ses-track setup --config other.yaml';
const tracking: AskedTracking = { domain, httpsPolicy: 'require', front: 'cloudfront', dns: 'route53', record: 'cname', repairsLinks: true };

/** A problem as one line: how bad, what, the mend. */
async function told(check: CheckId, cert: CertScene, { harm = 'soon', wish = {} }: { harm?: Harm; wish?: Partial<AskedTracking> } = {}) {
  const all = await tellAll({ check, harm }, judges[check](cert), { cert, scene: { setupCommand } as Scene, tracking: { ...tracking, ...wish } });
  return all.map(({ state, harm: hurt, saw, mend }) => [state, hurt, saw, mend].filter(each => each !== undefined).join(' | '));
}

const leaf = (more: Parameters<typeof end>[1]) => [end('192.0.2.1', more), end('2001:db8::1', more)];

test('a certificate with little time left will break; one that has ended, or does not begin yet, breaks links now', async () => {
  const at = (more: Parameters<typeof end>[1]) => told('expiry', scene({ edge: { ends: leaf(more) } }));
  expect(await at({ notAfter: now + 5 * dayMs })).toEqual([`problem | soon | ${domain}: 5 days left, until 2026-11-29; less than 7 days`]);
  expect((await at({ notAfter: now - dayMs }))[0]).toMatch(/^problem \| clicks \| .*ended 1 day ago/);
  expect((await at({ notBefore: now + dayMs }))[0]).toMatch(/^problem \| clicks \| .*not valid before/);
  expect((await at({}))[0]).toMatch(/^ok \| .*100 days left/);
});

test('what keeps the renewal from working is worse once the certificate has ended', async () => {
  const gone = { domain, name: '_x.click.example.test', value: '_y.acm-validations.aws', seen: { kind: 'gone' as const } };
  const half = acm({ records: [gone] });
  expect(await told('validation-record', scene({ acm: half }))).toEqual([
    `problem | soon | ${domain}: the record that validates ${domain} is gone from DNS | ${setupCommand}`,
  ]);
  const cert = scene({ acm: half, edge: { ends: leaf({ notAfter: now - dayMs }) } });
  expect((await told('validation-record', cert))[0]).toMatch(/^problem \| clicks/);
  const [outcome] = await tellAll({ check: 'validation-record', harm: 'soon' }, judges['validation-record'](cert), {
    ...{ cert, tracking, scene: { setupCommand } as Scene },
  });
  expect(outcome?.means).toMatch(/^The certificate has ended, and every link in every mail is dead\. /);
});

test('what all addresses show is said once, what some show with their names', async () => {
  const wrong = { refusals: [{ kind: 'name' as const, why: 'the certificate is for other.test' }] };
  const [four, six] = [end('192.0.2.1', { names: ['other.test'] }, wrong), end('2001:db8::1', { names: ['other.test'] }, wrong)];
  expect(await told('name', scene({ edge: { ends: [four, six] } }))).toEqual([`problem | clicks | ${domain}: the certificate is for other.test`]);
  expect(await told('name', scene({ edge: { ends: [four, end('192.0.2.2')] } }))).toEqual([
    `problem | clicks | ${domain}: the certificate is for other.test (at 192.0.2.1)`,
  ]);
});

test('a name without an address is dead for every reader; a server that this machine cannot reach may be this machine’s own trouble', async () => {
  const chain = (more: object) => scene({ edge: { ends: [], chain: { name: domain, hops: [], addresses: [], end: 'no-name', ...more } } });
  expect(await told('reach', chain({}))).toEqual([`problem | clicks | ${domain}: ${domain} does not exist in DNS (NXDOMAIN) | ${setupCommand}`]);
  expect((await told('reach', chain({ end: 'failed', cause: 'servfail', why: 'SERVFAIL' })))[0]).toBe(
    `problem | clicks | ${domain}: DNS gave no answer: SERVFAIL`,
  );
  expect((await told('reach', chain({ end: 'failed', cause: 'timeout', why: 'no answer in time' })))[0]).toMatch(/^unknown \|/);
  expect((await told('reach', scene({ edge: { ends: [failing('192.0.2.1', 'timeout', 'no answer in time')] } })))[0]).toMatch(/^unknown \|/);
});

test('where this machine gets no answer from DNS nothing is accused: what was not looked up is unknown', async () => {
  const why = 'no name server answers there';
  const chain = { name: domain, hops: [], addresses: [], end: 'failed' as const, cause: 'refused' as const, why };
  const record = { domain, name: '_x.click.example.test', value: '_y.acm-validations.aws', seen: { kind: 'failed' as const, why } };
  const verdict = { kind: 'unknown' as const, why: 'the CAA records could not be read' };
  const dark = scene({
    ...{ edge: { ends: [], chain }, renewal: { caa: [{ name: domain, verdict }] } },
    acm: acm({ records: [record], owners: { failed: 'the name servers could not be read' } }),
  });
  for (const check of ['reach', 'points-at-front', 'caa', 'validation-record', 'live-zone'] as const)
    expect((await told(check, dark))[0]).toMatch(/^unknown \|/);
  // SERVFAIL is an answer: the servers of the zone are of no use to an authority either.
  expect((await told('caa', scene({ renewal: { caa: [{ name: domain, verdict }] } })))[0]).toMatch(/^problem \| soon/);
  const [outcome] = await tellAll({ check: 'reach', harm: 'clicks' }, judges.reach(dark), { cert: dark, tracking, scene: { setupCommand } as Scene });
  expect(ending([{ check: 'reach', hop: 'dns', ...(outcome as Outcome) }])).toBe('failed');
});

test('no command is promised where setup changes nothing: a front of the operator’s own, records that are written by hand', async () => {
  const dead = scene({ edge: { ends: [], chain: { name: domain, hops: [], addresses: [], end: 'no-name' } } });
  for (const wish of [{ front: 'own' }, { dns: 'manual' }] as const) expect((await told('reach', dead, { wish }))[0]).not.toContain(setupCommand);
  const straight = scene({ edge: { servedBy: 'ses' } });
  expect((await told('served-by', straight))[0]).toContain(setupCommand);
  expect((await told('served-by', straight, { wish: { front: 'own' } }))[0]).not.toContain(setupCommand);
});

test('what AWS kept back is unknown, with its reason and the IAM action', async () => {
  const kept = acm({ certificate: refused('aws.denied', 'these credentials may not acm:ListCertificates') });
  const [outcome] = await tellAll({ check: 'acm-renewal', harm: 'soon' }, judges['acm-renewal'](scene({ acm: kept })), {
    ...{ cert: scene({ acm: kept }), tracking, scene: { setupCommand } as Scene },
  });
  expect(outcome).toMatchObject({ state: 'unknown', trouble: 'aws.denied', action: 'acm:ListCertificates' });
});

test('an imported certificate will break, and setup mends it', async () => {
  const imported = acm({ certificate: read(acmCertificate({ type: 'IMPORTED', validations: [] })) });
  expect(await told('acm-renewal', scene({ acm: imported }))).toEqual([
    `problem | soon | ${domain}: it was imported, and ACM renews no such certificate | ${setupCommand}`,
  ]);
});

test('a domain that no distribution of the account is for is accused only where its front was seen not to work: its record may lead to another account', async () => {
  const ofFront = async (state: FrontState) => {
    const cert = { ...scene(), front: { domain, state, why: '' } };
    const at = async (reader: unknown) => (reader === distributions || reader === certificates || reader === zones ? [] : cert);
    const asked = { tracking, deployment: 'default', sets: [] };
    const found = await aliasOwner.look({
      look: { at },
      clock: { now: () => now },
      asked,
      setupCommand,
      doctorCommand: (...more: string[]) => more.join(' '),
    } as unknown as Scene);
    return [found].flat().map(({ state: is, saw, mend, shows }) => [is, saw, mend ?? shows ?? ''].join(' | '));
  };
  expect(await ofFront('proven')).toEqual([
    `unknown | no distribution of this account is for ${domain}, and SES answers through it all the same | --front own`,
  ]);
  expect((await ofFront('unreachable'))[0]).toMatch(/^unknown \| .* could not be seen \| $/);
  expect(await ofFront('certificate')).toEqual([`problem | no distribution of this account is for ${domain} | ${setupCommand}`]);
});

/** What the doctor makes of a tracking domain without a verified identity of its own: broken, about to break, or nobody knows. */
import { expect, test } from 'vitest';
import { trackingIdentity } from '../../src/doctor/checks/tracking-identity.ts';
import type { Scene } from '../../src/doctor/scene.ts';
import { senderOf } from '../../src/doctor/sender.ts';
import type { FrontState } from '../../src/observe/front.ts';
import { identity } from '../../src/observe/identity.ts';
import { domain, scene } from '../cert/scenes.ts';

/** @param verified whether each of the identities that are there is */
async function said(verified: Record<string, boolean>, state?: FrontState) {
  const { front: _, ...seen } = scene();
  const cert = state === undefined ? seen : { ...seen, front: { domain, state, why: '' } };
  const at = async (fact: unknown, name: string): Promise<unknown> => {
    if (fact === senderOf) return senderOf(look, name);
    if (fact !== identity) return cert;
    return name in verified ? { name, isVerified: verified[name] } : 'absent';
  };
  const look = { at } as never;
  const asked = { tracking: { domain, front: 'cloudfront' } };
  const world = { look, asked, region: 'us-east-1', setupCommand: 'ses-track setup', clock: { now: () => 0 } };
  const [found] = [await trackingIdentity.look(world as unknown as Scene)].flat();
  return { told: [found?.state, ...(found?.harm === undefined ? [] : [found.harm]), found?.saw].join(' | '), means: found?.means, mend: found?.mend };
}

const none = `SES in us-east-1 has no identity ${domain}`;
const unverified = `the identity ${domain} is not verified in us-east-1`;
const allTheSame = ', and links through it lead on all the same';

test.each<[string, Record<string, boolean>, FrontState | undefined, string]>([
  ['its own identity is verified, whatever else is wrong', { [domain]: true }, 'refused', `ok | ${domain} is a verified identity in us-east-1`],
  ['nothing is there, and SES does not answer', { 'other.test': true }, 'refused', `problem | clicks | ${none}`],
  ['nothing is there, and nothing answers', {}, undefined, `problem | clicks | ${none}`],
  ['its own lost its verification, and SES does not answer', { [domain]: false }, 'refused', `problem | clicks | ${unverified}`],
  ['nothing is there, and SES still answers', {}, 'proven', `problem | soon | ${none}`],
  ['one above is there and not verified either', { 'example.test': false }, 'refused', `problem | clicks | ${none}`],
  ['one above is verified, and SES answers', { 'example.test': true }, 'proven', `problem | advice | ${none}${allTheSame}`],
  ['one above is verified, its own is not', { [domain]: false, 'example.test': true }, 'proven', `problem | advice | ${unverified}${allTheSame}`],
  ['one above is verified, and SES does not answer', { 'example.test': true }, 'refused', `unknown | ${none}`],
  ['one above is verified, and nothing answers', { [domain]: false, 'example.test': true }, undefined, `unknown | ${unverified}`],
])('%s', async (_, verified, state, told) => {
  expect((await said(verified, state)).told).toBe(told);
});

test('where no domain is wished SES is not asked for one', async () => {
  const [found] = [await trackingIdentity.look({ asked: {} } as unknown as Scene)].flat();
  expect(found).toEqual({ state: 'skipped', saw: 'no tracking domain is wished' });
});

test('what is known of a domain above is said, and no click is said to be lost for it', async () => {
  const unsure = 'AWS does not say whether example.test, which is verified, is enough for tracking through it.';
  const [proven, not, alone, lost] = await Promise.all([
    said({ 'example.test': true }, 'proven'),
    said({ 'example.test': true }),
    said({}, 'proven'),
    said({ [domain]: false }),
  ]);
  expect([proven.means, proven.mend]).toEqual([`${unsure} An identity of its own leaves no doubt. Setup makes it.`, 'ses-track setup']);
  expect(not.means).toBe(`${unsure} Where links do not lead on and no other check tells why, give it an identity of its own: run setup.`);
  expect([alone.means, alone.mend]).toEqual([
    expect.stringMatching(/still lead on; nobody says for how long\. Setup makes it\.$/),
    'ses-track setup',
  ]);
  expect(lost.means).toMatch(/configuration sets\. SES looks for its DKIM records; setup writes them, or shows them\.$/);
});

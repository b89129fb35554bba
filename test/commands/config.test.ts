/** `ses-track config` as an operator meets it: what commands would take, and where it comes from. */
import { expect, test } from 'vitest';
import { openStage } from '../setup/stage.ts';

test("AWS's own variables are shown where they outrank the file", async () => {
  const stage = await openStage();
  stage.files.set('ses-track.yaml', 'region: eu-west-1\nprofile: filed\n');
  const { code, out } = await stage.run('config', { env: { AWS_REGION: 'sa-east-1', AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE' } });
  expect([code, out]).toEqual([0, expect.stringMatching(/^region +sa-east-1 +environment AWS_REGION$/m)]);
  expect(out).toMatch(/^profile +filed +ses-track\.yaml:2, which AWS_ACCESS_KEY_ID outranks$/m);
  expect(out).not.toContain('AKIAEXAMPLE');
});

test('without a file it says so, and shows what variables give', async () => {
  const { out } = await (await openStage()).run('config', { env: { SES_TRACK_LISTEN_PORT: '9000' } });
  expect(out).toMatch(/^No config file\.$/m);
  expect(out).toMatch(/^listen\.port +9000 +environment SES_TRACK_LISTEN_PORT$/m);
});

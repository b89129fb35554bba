/** Which region, profile and endpoint win. */
import { expect, test } from 'vitest';
import { chooseAws } from '../../src/config/aws.ts';

const file = { settings: { region: 'eu-west-1', profile: 'filed', endpointUrl: 'http://127.0.0.1:1' }, origin: { region: 'ses-track.yaml:1' } };
const none = { settings: {}, origin: {} };

test('a flag outranks everything', () => {
  expect(chooseAws({ region: 'us-west-2', profile: 'p' }, file, { AWS_REGION: 'sa-east-1', AWS_PROFILE: 'q' })).toEqual({
    region: 'us-west-2',
    profile: 'p',
    endpointUrl: 'http://127.0.0.1:1',
  });
});

test("SES_TRACK_ variables outrank AWS's, which outrank the file", () => {
  expect(chooseAws({}, file, { AWS_DEFAULT_REGION: 'sa-east-1' }).region).toBe('sa-east-1');
  const ours = { settings: { region: 'ca-west-1' }, origin: { region: 'environment SES_TRACK_REGION' } };
  expect(chooseAws({}, ours, { AWS_REGION: 'sa-east-1' }).region).toBe('ca-west-1');
});

test('keys in the environment outrank a profile that only the file names', () => {
  expect(chooseAws({}, file, {}).profile).toBe('filed');
  expect(chooseAws({}, file, { AWS_ACCESS_KEY_ID: 'A' }).profile).toBeUndefined();
});

test('nothing set is left to the SDK, and an empty variable is nothing', () => {
  expect(chooseAws({}, none, { AWS_REGION: '', AWS_PROFILE: 'q' })).toEqual({});
});

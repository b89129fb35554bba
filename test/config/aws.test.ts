/** Which region, profile and endpoint win. */
import { expect, test } from 'vitest';
import { chooseAws, withAws } from '../../src/config/aws.ts';

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

test("what is shown of the settings is what commands take: AWS's own variables outrank the file", () => {
  const given = { ...file, origin: { region: 'ses-track.yaml:1', profile: 'ses-track.yaml:2', endpointUrl: 'ses-track.yaml:3' } };
  const shown = (env: Record<string, string>) => withAws(given, env);
  expect(shown({ AWS_REGION: '', AWS_DEFAULT_REGION: 'sa-east-1', AWS_PROFILE: 'q' })).toEqual({
    settings: { region: 'sa-east-1', profile: 'q', endpointUrl: 'http://127.0.0.1:1' },
    origin: { region: 'environment AWS_DEFAULT_REGION', profile: 'environment AWS_PROFILE', endpointUrl: 'ses-track.yaml:3' },
  });
  expect(shown({ AWS_ACCESS_KEY_ID: 'A' }).origin['profile']).toBe('ses-track.yaml:2, which AWS_ACCESS_KEY_ID outranks');
  expect(shown({})).toEqual(given);
  const ours = { settings: { region: 'ca-west-1' }, origin: { region: 'environment SES_TRACK_REGION' } };
  expect(withAws(ours, { AWS_REGION: 'sa-east-1' })).toEqual(ours);
});

test('an empty AWS_PROFILE names nobody', () => {
  expect(chooseAws({}, file, { AWS_PROFILE: '' }).profile).toBe('filed');
});

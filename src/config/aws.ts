/** Chooses region, profile and endpoint: flag, then environment, then file. */
import type { Config } from './load.ts';

/** What `connect` needs to know of AWS; what stays unset is left to the SDK's own chain. */
export interface AwsChoice {
  region?: string;
  profile?: string;
  endpointUrl?: string;
}

/**
 * Flag > SES_TRACK_* > AWS's own variables > file. AWS_PROFILE is left to the SDK, and keys in the environment outrank a profile that
 * only the file names, as they do in AWS's own tools.
 */
export function chooseAws(
  flags: { region?: string | undefined; profile?: string | undefined; endpointUrl?: string | undefined },
  { settings, origin }: Pick<Config, 'settings' | 'origin'>,
  env: Readonly<Record<string, string | undefined>>,
): AwsChoice {
  const choose = (key: 'region' | 'profile' | 'endpointUrl', ...variables: string[]) => {
    const file = settings[key];
    const ours = origin[key]?.startsWith('environment') === true ? file : undefined;
    return flags[key] ?? ours ?? variables.map(name => env[name]).find(value => value !== undefined && value !== '') ?? file;
  };
  const hasOwnLogin = env['AWS_PROFILE'] !== undefined || env['AWS_ACCESS_KEY_ID'] !== undefined;
  const region = choose('region', 'AWS_REGION', 'AWS_DEFAULT_REGION');
  const endpointUrl = choose('endpointUrl', 'AWS_ENDPOINT_URL');
  const profile = origin['profile']?.startsWith('environment') === true || !hasOwnLogin ? choose('profile') : flags.profile;
  return {
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
  };
}

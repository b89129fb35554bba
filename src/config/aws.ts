/** Chooses region, profile and endpoint: flag, then environment, then file. */
import type { Config } from './load.ts';

/** What `connect` needs to know of AWS; what stays unset is left to the SDK's own chain. */
export interface AwsChoice {
  region?: string;
  profile?: string;
  endpointUrl?: string;
}

type Env = Readonly<Record<string, string | undefined>>;
type Known = Pick<Config, 'settings' | 'origin'>;

/** AWS's own variables that outrank the file. Keys outrank a profile that only the file names, as they do in AWS's own tools. */
const variables = { region: ['AWS_REGION', 'AWS_DEFAULT_REGION'], endpointUrl: ['AWS_ENDPOINT_URL'], profile: ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID'] };
type Key = keyof typeof variables;

/** The variable that outranks what is given of this key; none outranks a SES_TRACK_ variable. */
function outranking(key: Key, { origin }: Known, env: Env): string | undefined {
  if (origin[key]?.startsWith('environment') === true) return undefined;
  return variables[key].find(name => env[name] !== undefined && env[name] !== '');
}

/** Flag > SES_TRACK_* > AWS's own variables > file. AWS_PROFILE is left to the SDK. */
export function chooseAws(
  flags: { region?: string | undefined; profile?: string | undefined; endpointUrl?: string | undefined },
  given: Known,
  env: Env,
): AwsChoice {
  const { settings } = withAws(given, env);
  const region = flags.region ?? settings.region;
  const endpointUrl = flags.endpointUrl ?? settings.endpointUrl;
  const profile = flags.profile ?? (outranking('profile', given, env) === undefined ? settings.profile : undefined);
  return {
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
  };
}

/** The settings as commands take them, and where each comes from: with AWS's own variables over the file. */
export function withAws(given: Known, env: Env): Known {
  const settings = { ...given.settings };
  const origin = { ...given.origin };
  for (const key of ['region', 'endpointUrl', 'profile'] as const) {
    const name = outranking(key, given, env);
    const value = name === undefined ? undefined : env[name];
    if (name === undefined || value === undefined) continue;
    if (name === 'AWS_ACCESS_KEY_ID') {
      // The key is no profile, and is shown nowhere.
      if (origin[key] !== undefined) origin[key] = `${origin[key]}, which ${name} outranks`;
      continue;
    }
    settings[key] = value;
    origin[key] = `environment ${name}`;
  }
  return { settings, origin };
}

/** Credentials for an endpoint on this machine: what is configured, else made-up ones, never asking the network who we are. */
import { fromEnv, fromIni } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';

/** A sandbox takes any credentials; these make a request signable. */
export const madeUp: AwsCredentialIdentity = { accessKeyId: 'AKIASANDBOXSANDBOX00', secretAccessKey: 'sandbox' };

/**
 * The environment's or the profile's credentials where there are some, else made-up ones. The SDK's own chain would go on to ask the
 * instance metadata service, which on a laptop costs a second and ends in an error.
 */
export function forThisMachine(profile: string | undefined): AwsCredentialIdentityProvider {
  return async () => {
    for (const provide of profile === undefined ? [fromEnv(), fromIni()] : [fromIni({ profile })]) {
      try {
        return await provide();
      } catch {
        // Not configured there; look further.
      }
    }
    return madeUp;
  };
}

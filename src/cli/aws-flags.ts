/** The flags of every command that talks to AWS. */
import { text } from './flags.ts';

export const awsFlags = {
  region: text('AWS region where SES is (else AWS_REGION, the config file, the profile)', 'REGION'),
  profile: text('AWS profile', 'NAME'),
  endpointUrl: text('address of a sandbox instead of AWS (else AWS_ENDPOINT_URL)', 'URL'),
};

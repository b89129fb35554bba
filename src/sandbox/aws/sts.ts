/** STS as far as it is asked here: who am I. */
import type { GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Call, Handlers } from '../wire/handler.ts';

export const sts: Handlers = {
  GetCallerIdentity: (_: unknown, { world }: Call): GetCallerIdentityResponse => ({
    UserId: 'AIDASANDBOXSANDBOX000',
    Account: world.account,
    Arn: `arn:aws:iam::${world.account}:user/sandbox`,
  }),
};

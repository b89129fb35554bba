/** Reads an email identity of SES: whether it is verified, how it signs, and the configuration set it stands for. */
import { orAbsent } from './absent.ts';
import type { Look } from './look.ts';

export interface Identity {
  name: string;
  kind: 'domain' | 'address';
  isVerified: boolean;
  tags: Record<string, string>;
  /** Of Easy DKIM; none where the operator brings a key of his own. */
  dkimTokens: string[];
  /** False where SES does not sign its mail with DKIM. */
  isSigning: boolean;
  /** Of its DKIM records: `SUCCESS`, `PENDING`, `FAILED`, `TEMPORARY_FAILURE`, `NOT_STARTED`. */
  dkimStatus: string;
  /** The default configuration set: of every send that names none. */
  configurationSet?: string;
}

export async function identity({ aws }: Look, name: string): Promise<Identity | 'absent'> {
  const [ses, { GetEmailIdentityCommand }] = await Promise.all([aws.ses(), import('@aws-sdk/client-sesv2')]);
  const found = await orAbsent(ses.send(new GetEmailIdentityCommand({ EmailIdentity: name })));
  if (found === 'absent') return 'absent';
  const dkim = found.DkimAttributes;
  return {
    name,
    kind: found.IdentityType === 'EMAIL_ADDRESS' ? 'address' : 'domain',
    isVerified: found.VerifiedForSendingStatus === true || found.VerificationStatus === 'SUCCESS',
    tags: Object.fromEntries((found.Tags ?? []).map(tag => [tag.Key ?? '', tag.Value ?? ''])),
    // AWS: with a key of one's own (EXTERNAL) the token is the selector, and no CNAME belongs to it.
    dkimTokens: dkim?.SigningAttributesOrigin === 'EXTERNAL' ? [] : (dkim?.Tokens ?? []),
    isSigning: dkim?.SigningEnabled ?? false,
    dkimStatus: dkim?.Status ?? 'NOT_STARTED',
    ...(found.ConfigurationSetName ? { configurationSet: found.ConfigurationSetName } : {}),
  };
}

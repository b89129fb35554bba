/** Turns what the SDK throws into Trouble: who refused what, and what to do about it. */
import { reason, Trouble } from '../errors.ts';
import { isDayUsedUp } from './quota.ts';
import { regionMeant } from './region.ts';

/** Which call failed, and where. */
export interface Calling {
  /** `SESv2Client`'s short name as IAM knows it: `ses`, `sns`, `sts`… */
  service: string;
  operation: string;
  region: string;
  /** The endpoint the operator named, if any. */
  endpointUrl?: string | undefined;
  signal?: AbortSignal | undefined;
}

interface AwsError extends Error {
  code?: string;
  $metadata?: { httpStatusCode?: number; requestId?: string; attempts?: number };
  $fault?: string;
  $response?: unknown;
}

const denied = /^(AccessDenied(Exception)?|AuthorizationError(Exception)?|UnauthorizedOperation|NotAuthorized|KMSAccessDenied(Exception)?)$/;
const throttled = /^(Throttl\w*|TooManyRequests\w*|RequestLimitExceeded|RequestThrottled\w*|SlowDown)$/;
const expired = /^(ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired)$/;
const skewed = /^(RequestTimeTooSkewed|RequestInTheFuture)$/;
const unknownKey = /^(UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|InvalidSecurity|MissingAuthenticationToken(Exception)?)$/;
const badSignature = /^(SignatureDoesNotMatch|InvalidSignature(Exception)?|IncompleteSignature(Exception)?|AuthFailure)$/;
const unreachable =
  /^(E(CONN(REFUSED|RESET|ABORTED)|NOTFOUND|AI_AGAIN|TIMEDOUT|PIPE|HOSTUNREACH|NETUNREACH|PROTO)|ERR_TLS\w*|CERT_\w+|\w*_CERT\w*|UNABLE_TO_\w+)$/;

/** AWS's own name of the error behind a Trouble (or behind the bare error): `NotFoundException`; undefined where AWS did not answer. */
export function awsErrorName(error: unknown): string | undefined {
  const cause = error instanceof Trouble ? error.cause : error;
  return isAwsError(cause) && cause.$metadata !== undefined ? cause.name : undefined;
}

/** AWS's own words, without ours around them. */
export function awsErrorText(error: unknown): string {
  return reason(error instanceof Trouble && error.cause !== undefined ? error.cause : error);
}

/** What a call threw, as Trouble: `aws.denied`, `.credentials`, `.region`, `.unreachable`, `.throttled`, `interrupted`, else `.refused`. */
export function awsTrouble(error: unknown, calling: Calling): Trouble {
  if (error instanceof Trouble) return error;
  if (calling.signal?.aborted === true) return new Trouble('interrupted', 'interrupted', '', { cause: error });
  const { name, code } = isAwsError(error) ? error : { name: '', code: undefined };
  const at = `${calling.service}:${calling.operation}`;
  const options = { cause: error };
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError')
    return new Trouble('aws.credentials', `no AWS credentials: ${oneLine(reason(error))}`, credentialsHint(reason(error)), options);
  if (denied.test(name)) return deniedTrouble(error, calling);
  if (expired.test(name))
    return new Trouble('aws.credentials', `the AWS credentials have expired (${at})`, 'Sign in again, for example with `aws sso login`.', options);
  if (skewed.test(name) || /signature (expired|not yet current)/i.test(reason(error)))
    return new Trouble('aws.credentials', `AWS refuses the time on the request (${at})`, 'Set the clock of this machine.', options);
  if (unknownKey.test(name))
    return new Trouble(
      'aws.credentials',
      `AWS does not know these credentials in ${calling.region} (${at})`,
      'Check the profile and its keys; a region that the account has not switched on answers the same.',
      options,
    );
  if (badSignature.test(name))
    return new Trouble('aws.credentials', `AWS says the signature is wrong (${at})`, 'Check the secret access key.', options);
  if (isAwsError(error) && isDayUsedUp(error.message))
    return new Trouble(
      'aws.refused',
      `${at} was refused: ${oneLine(error.message)} (${name}${requestOf(error)})`,
      'Send again when less was sent in the last 24 hours, or ask AWS for a higher sending quota.',
      options,
    );
  if (throttled.test(name) || statusOf(error) === 429)
    return new Trouble(
      'aws.throttled',
      `${at} was throttled ${attemptsOf(error)}: ${oneLine(reason(error))}`,
      'Wait a minute and run it again; what is done stays done.',
      options,
    );
  if (code !== undefined && unreachable.test(code)) return unreachableTrouble(error, code, calling);
  if (name === 'TimeoutError') return unreachableTrouble(error, 'no answer in time', calling);
  if (!isAwsError(error) || error.$fault === undefined)
    return new Trouble('aws.refused', `${at} got no answer that can be read: ${oneLine(reason(error))}`, endpointHint(calling), options);
  return new Trouble('aws.refused', `${at} was refused: ${oneLine(reason(error))} (${name}${requestOf(error)})`, '', options);
}

/**
 * The IAM action that a call needs.
 * AWS: SES v2 calls are granted under `ses:`; the prefix `sesv2:` grants nothing. <service-authorization, Amazon SES v2>
 */
export function iamAction(service: string, operation: string): string {
  // AWS: one action for both ways to make a distribution. <service-authorization, Amazon CloudFront>
  return `${service}:${operation.replace(/^(CreateDistribution)WithTags$/, '$1')}`;
}

/** The IAM action that was missing; undefined where the trouble is another. */
export function deniedAction(error: unknown): string | undefined {
  return error instanceof Trouble && error.code === 'aws.denied' ? /may not ([a-z0-9-]+:[A-Za-z0-9]+)/.exec(error.message)?.[1] : undefined;
}

function deniedTrouble(error: unknown, { service, operation }: Calling): Trouble {
  const said = oneLine(reason(error));
  const match = /not authorized to perform:? `?([a-z0-9-]+:[A-Za-z0-9]+)/.exec(said);
  const resource = /on resource:? `?(arn:[^\s`,;]+|\*)/.exec(said)?.[1]?.replace(/[.]$/, '');
  const action = match?.[1]?.replace(/^sesv2:/, 'ses:') ?? iamAction(service, operation);
  const where = resource === undefined ? '' : ` on ${resource}`;
  const by = /\bexplicit deny\b/.test(said) ? ', an explicit deny forbids it' : '';
  return new Trouble('aws.denied', `the credentials may not ${action}${where}${by}`, `Allow the IAM action ${action}${where} and run it again.`, {
    cause: error,
  });
}

function unreachableTrouble(error: unknown, why: string, calling: Calling): Trouble {
  const place = calling.endpointUrl ?? `${calling.service} in ${calling.region}`;
  return new Trouble('aws.unreachable', `cannot reach ${place}: ${why}`, endpointHint(calling), { cause: error });
}

function endpointHint({ endpointUrl, region }: Calling): string {
  if (endpointUrl !== undefined) return 'Check the address in --endpoint-url or AWS_ENDPOINT_URL and that something listens there.';
  const meant = regionMeant(region);
  return meant === undefined
    ? 'Check the network of this machine, and the region.'
    : `Check the region: ${region} is unknown here, did you mean ${meant}?`;
}

function credentialsHint(said: string): string {
  if (/sso/i.test(said)) return 'Sign in again with `aws sso login`.';
  return 'Give a profile with --profile, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';
}

const isAwsError = (error: unknown): error is AwsError => error instanceof Error;
const statusOf = (error: unknown): number | undefined => (isAwsError(error) ? error.$metadata?.httpStatusCode : undefined);
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function attemptsOf(error: unknown): string {
  const attempts = isAwsError(error) ? error.$metadata?.attempts : undefined;
  return attempts === undefined || attempts < 2 ? 'once' : `${attempts} times`;
}

function requestOf(error: AwsError): string {
  return error.$metadata?.requestId === undefined ? '' : `, request ${error.$metadata.requestId}`;
}

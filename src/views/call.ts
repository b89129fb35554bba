/** One AWS call as `--debug` shows it: what, how it ended, how long, and the request id that AWS support asks for. */
import type { AwsCall } from '../aws/clients.ts';

/** `aws ses GetConfigurationSet 200 12 ms request 4f1c…`; never a parameter, for those may be secret. */
export function callText({ service, operation, status, requestId, attempts, ms, error }: AwsCall): string {
  const parts = ['aws', service, operation, status ?? 'no answer', ...(error === undefined ? [] : [error]), `${Math.round(ms)} ms`];
  if (attempts > 1) parts.push(`${attempts} attempts`);
  if (requestId !== undefined) parts.push(`request ${requestId}`);
  return parts.join(' ');
}

/** One HTTP request over the machine's network. */
import { reason, Trouble } from '../../errors.ts';
import type { Handler } from '../index.ts';

const timeoutMs = 30_000;

/** Redirects are not followed, since where they lead is for the caller to judge. */
export const web: Handler = async request => {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
  try {
    return await fetch(request, { redirect: 'manual', signal });
  } catch (error) {
    if (request.signal.aborted) throw request.signal.reason;
    throw new Trouble('web.unreachable', `cannot reach ${new URL(request.url).host}: ${why(error)}`, '', { cause: error });
  }
};

/** fetch says "fetch failed" and keeps the truth in its cause, or in the first of several causes. */
function why(error: unknown): string {
  if (!(error instanceof Error)) return reason(error);
  if (error.name === 'TimeoutError') return `no answer in ${timeoutMs / 1000} s`;
  const { cause } = error;
  if (cause instanceof AggregateError && cause.errors.length > 0) return reason(cause.errors[0]);
  return reason(cause ?? error);
}

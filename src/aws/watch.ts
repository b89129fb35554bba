/** Watches calls: times them, tells `onCall`, ends them when the operator stops, and turns their errors into Trouble. */
import type { HandlerExecutionContext, InitializeHandler, MetadataBearer } from '@smithy/types';
import type { AwsClock, AwsSettings } from './clients.ts';
import { awsTrouble, type Calling } from './trouble.ts';

/** The operation that a middleware's context belongs to: `GetConfigurationSet`. */
export function operationOf(context: HandlerExecutionContext): string {
  return (context.commandName ?? 'unknown').replace(/Command$/, '');
}

/** The outermost middleware of every client; what it throws is Trouble. */
export function watch<I extends object, O extends MetadataBearer>(
  next: InitializeHandler<I, O>,
  calling: Calling,
  { onCall, signal }: Pick<AwsSettings, 'onCall' | 'signal'>,
  clock: AwsClock,
): InitializeHandler<I, O> {
  return async args => {
    const started = clock.now();
    const tell = (metadata: MetadataBearer['$metadata'] | undefined, error?: string) =>
      onCall?.({
        service: calling.service,
        operation: calling.operation,
        status: metadata?.httpStatusCode,
        requestId: metadata?.requestId,
        attempts: metadata?.attempts ?? 1,
        ms: clock.now() - started,
        ...(error === undefined ? {} : { error }),
      });
    try {
      signal?.throwIfAborted();
      const result = await orAborted(next(args), signal);
      tell(result.output.$metadata);
      return result;
    } catch (error) {
      const trouble = awsTrouble(error, calling);
      tell(metadataOf(error), error instanceof Error ? error.name : trouble.code);
      throw trouble;
    }
  };
}

/** The promise, or a rejection as soon as the signal is aborted: a retry that sleeps for seconds must not hold up Ctrl-C. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function metadataOf(error: unknown): MetadataBearer['$metadata'] | undefined {
  return error instanceof Error && '$metadata' in error ? (error as Error & MetadataBearer).$metadata : undefined;
}

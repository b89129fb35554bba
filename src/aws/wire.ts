/** What carries requests: sockets with time limits, or the handler that was handed in; nothing leaves once the operator has stopped. */
import type { RequestHandler } from '@smithy/types';
import type { AwsSettings } from './clients.ts';

type Given = NonNullable<AwsSettings['requestHandler']>;
type Answer = { response: { statusCode: number; headers: Record<string, string>; body?: unknown } };
type Carrier = RequestHandler<unknown, Answer>;

/** @returns the handler that all clients of one connection share; `close` ends its sockets, never those of a handler that was handed in */
export async function wire({ requestHandler: given, signal }: Pick<AwsSettings, 'requestHandler' | 'signal'>): Promise<{
  requestHandler: Given;
  close(): void;
}> {
  const inner = isCarrier(given) ? given : await sockets(given);
  const carrier: Carrier = {
    handle: async (request, options) => {
      // A retry of the SDK's own would otherwise go out after Ctrl-C.
      signal?.throwIfAborted();
      return inner.handle(request, signal === undefined ? options : { ...options, abortSignal: signal });
    },
  };
  return { requestHandler: carrier as unknown as Given, close: () => (isCarrier(given) ? undefined : inner.destroy?.()) };
}

async function sockets(options: AwsSettings['requestHandler']): Promise<Carrier> {
  const { NodeHttpHandler } = await import('@smithy/node-http-handler');
  const limits = { connectionTimeout: 10_000, requestTimeout: 30_000, throwOnRequestTimeout: true };
  return new NodeHttpHandler({ ...limits, ...options }) as unknown as Carrier;
}

function isCarrier(given: unknown): given is Carrier {
  return typeof given === 'object' && given !== null && 'handle' in given && typeof given.handle === 'function';
}

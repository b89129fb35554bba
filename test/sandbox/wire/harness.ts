/** What the wire's tests share: a world without anything in it, an SDK client in process, how to call an operation by its name. */
import { virtualClock } from '../../../src/sandbox/clock.ts';
import { requestHandler } from '../../../src/sandbox/wire/faces.ts';
import type { Service } from '../../../src/sandbox/wire/services.ts';
import type { Wire } from '../../../src/sandbox/wire/wire.ts';
import { newWorld, type World, type WorldOptions } from '../../../src/sandbox/world.ts';
import { dice } from './generate.ts';

export const start = Date.UTC(2026, 0, 15, 12);

/** A world on a virtual clock with dice instead of randomness. */
export function testWorld(options: Partial<WorldOptions> = {}): World {
  const roll = dice(7);
  const bytes = (count: number) => Uint8Array.from({ length: count }, () => Math.floor(roll() * 256));
  const hex = (count: number) => Buffer.from(bytes(count)).toString('hex');
  const uuid = () => `${hex(4)}-${hex(2)}-4${hex(2).slice(1)}-8${hex(2).slice(1)}-${hex(6)}`;
  return newWorld({ clock: virtualClock(start), random: { uuid, bytes }, ...options });
}

interface Client {
  send(command: unknown, options?: { abortSignal: AbortSignal }): Promise<Record<string, unknown>>;
  config: Record<string, unknown>;
  destroy(): void;
}

type Constructor<T> = new (settings: Record<string, unknown>) => T;

export interface Sdk {
  client: Client;
  call(operation: string, input: unknown): Promise<Record<string, unknown>>;
}

/** The real SDK client of a service, with the wire as its request handler. */
export async function sdk(service: Service, wire: Wire, settings: Record<string, unknown> = {}): Promise<Sdk> {
  const module = (await service.load()) as Record<string, unknown>;
  const name = Object.keys(module).find(key => /^[A-Z].*Client$/.test(key)) ?? '';
  const client = new (module[name] as Constructor<Client>)({
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    requestHandler: requestHandler(wire),
    maxAttempts: 1,
    ...settings,
  });
  return {
    client,
    async call(operation, input) {
      const command = new (module[`${operation}Command`] as Constructor<unknown>)(input as Record<string, unknown>);
      const { $metadata: _, ...output } = await client.send(command);
      return output;
    },
  };
}

/** What a service's behaviour looks like to the wire: operation name → function of its decoded input. */
import type { World } from '../world.ts';
import type { ServiceName } from './services.ts';

/** Who called, from the request's credential scope. */
export interface Call {
  world: World;
  service: ServiceName;
  /** Whether the request carries credentials; any will do. */
  signed: boolean;
  /** From the credential scope; global services are called with us-east-1. */
  region: string;
  operation: string;
  requestId: string;
}

/**
 * The handlers of one service, typed from the SDK's command classes:
 * `{ CreateTopic: (input: CreateTopicCommandInput, call) => CreateTopicCommandOutput }`. An operation that is missing answers
 * as unsupported, loudly. Refusals are thrown as `fault(name, message)`.
 */
export type Handlers = Record<string, (input: never, call: Call) => unknown>;

/** An AWS error as the wire encodes it; `name` is the modelled exception's name or its query code. */
export class Fault extends Error {
  readonly fields: Record<string, unknown>;
  constructor(name: string, message: string, fields: Record<string, unknown> = {}) {
    super(message);
    this.name = name;
    this.fields = fields;
  }
}

/** The refusal of an operation: `throw fault('NotFoundException', 'Configuration set <x> does not exist.')`. */
export function fault(name: string, message: string, fields?: Record<string, unknown>): Fault {
  return new Fault(name, message, fields);
}

/** What a handler returns: the command's output without what the client adds to it. */
export type Answer<Output> = Omit<Output, '$metadata'>;

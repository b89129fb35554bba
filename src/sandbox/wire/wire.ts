/** The AWS wire: identify, decode, check, ask the handler, check its answer strictly, encode. Generic over every operation of every service. */
import type { World } from '../world.ts';
import { outputProblems, refusalOf } from './check.ts';
import { type Fields, isFields } from './codec.ts';
import { type Call, Fault, fault, type Handlers } from './handler.ts';
import { asked } from './read.ts';
import { formOf, formValue, isSnsLink, linkRegion, type Scope, scopeOf, serviceOf, type WireRequest, type WireResponse } from './request.ts';
import { type Model, modelOf, type Operation } from './schema.ts';
import { type Service, type ServiceName, services } from './services.ts';
import { Malformed, Mistyped } from './tree.ts';
import { faultFields, writeFault, writeOutput } from './write.ts';

export interface WireOptions {
  /** Behaviour by service, or how to load it when the first request for that service comes in. */
  handlers: Partial<Record<ServiceName, Handlers | (() => Promise<Handlers>)>>;
  /** Asked before every handler, with the decoded input; a fault thrown here is the answer. Chaos and traps live here. */
  before?: (call: Call, input: Fields) => void | Promise<void>;
}

export interface Wire {
  world: World;
  /** Answers a request as AWS does. Rejects only where the sandbox itself is wrong. */
  answer(request: WireRequest): Promise<WireResponse>;
  /** Operations asked so far, refused ones too; `isRead` says which is which. */
  calls(): { read: number; write: number };
}

/** The rule that tells reads from writes: the operation's name. Everything else may change something. */
export function isRead(operation: string): boolean {
  return /^(Get|List|Describe|Head)/.test(operation);
}

// AWS: what may be asked without credentials. The first two are links that SNS sends; the others bring their own proof.
const openOperations = new Set(['ConfirmSubscription', 'Unsubscribe', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity']);

/** An account's wire; nothing is loaded before the first request. */
export function newWire(world: World, options: WireOptions): Wire {
  const count = { read: 0, write: 0 };
  const loaded = new Map<ServiceName, Promise<Handlers>>();

  function handlersOf(name: ServiceName): Promise<Handlers> {
    const given = options.handlers[name];
    const found = loaded.get(name) ?? (typeof given === 'function' ? given() : Promise.resolve(given ?? {}));
    loaded.set(name, found);
    return found;
  }

  async function perform(model: Model, operation: Operation, input: Fields, call: Call): Promise<Fields> {
    const handlers = await handlersOf(model.service.name);
    const handler = Object.hasOwn(handlers, operation.name) ? handlers[operation.name] : undefined;
    if (handler === undefined) throw fault('NotImplemented', `the sandbox does not answer ${model.service.signingName}:${operation.name}`);
    await options.before?.(call, input);
    // The input has the shape that the handler's command class promises: it was read by the same schema.
    const output = (await handler(input as never, call)) ?? {};
    const { $metadata: _, ...fields } = isFields(output) ? output : { answer: output };
    const problems = outputProblems(operation.output, fields, operation.name);
    if (problems.length > 0) throw new Error(`the sandbox's ${model.service.name} breaks its schema: ${problems.join('; ')}`);
    return fields;
  }

  async function answerService(service: Service, scope: Scope | undefined, request: WireRequest, requestId: string): Promise<WireResponse> {
    const model = await modelOf(service);
    try {
      const wanted = asked(model, request);
      if ('unknown' in wanted) throw unknownOperation(service, wanted.unknown, request);
      const { operation } = wanted;
      count[isRead(operation.name) ? 'read' : 'write'] += 1;
      if (scope === undefined && !openOperations.has(operation.name)) throw fault('MissingAuthenticationToken', 'Missing Authentication Token');
      const input = wanted.input();
      const refused = refusalOf(model, operation.input, input);
      if (refused !== undefined) throw fault(service.refusal, refused);
      const region = scope?.region ?? (isSnsLink(request) ? linkRegion(request) : undefined) ?? world.region;
      const call: Call = { world, service: service.name, signed: scope !== undefined, region, operation: operation.name, requestId };
      return writeOutput(model, operation, await perform(model, operation, input, call), requestId);
    } catch (error) {
      if (error instanceof Malformed) return writeFault(model, malformed(service, error), requestId);
      if (!(error instanceof Fault)) throw error;
      const said = model.errors.get(error.name);
      const problems = said === undefined ? [] : outputProblems(said.shape, faultFields(said.shape, error), said.name);
      if (problems.length > 0) throw new Error(`the sandbox's ${service.name} breaks an error's schema: ${problems.join('; ')}`);
      return writeFault(model, error, requestId);
    }
  }

  return {
    world,
    calls: () => ({ ...count }),
    async answer(request) {
      const requestId = world.random.uuid();
      const scope = scopeOf(request);
      if (scope === 'malformed')
        return writeFault(
          undefined,
          fault('IncompleteSignature', 'Authorization header requires a Credential of the form ID/DATE/REGION/SERVICE/aws4_request and a Signature.'),
          requestId,
        );
      const service = serviceOf(request, scope);
      if (service !== undefined) return answerService(service, scope, request, requestId);
      const known = services.map(one => one.signingName).join(', ');
      if (scope === undefined)
        return writeFault(undefined, fault('MissingAuthenticationToken', 'Request is missing Authentication Token'), requestId);
      return writeFault(undefined, fault('NotImplemented', `the sandbox has no service ${scope.signingName}; it has ${known}`), requestId);
    },
  };
}

function malformed(service: Service, error: Malformed): Fault {
  if (error instanceof Mistyped) return fault(service.refusal, error.message);
  if (service.protocol === 'restXml')
    return fault('MalformedXML', `The XML you provided was not well-formed or did not validate against our published schema: ${error.message}`);
  return fault(service.protocol === 'awsQuery' ? 'MalformedInput' : 'SerializationException', error.message);
}

function unknownOperation(service: Service, what: string, request: WireRequest): Fault {
  const form = formOf(request);
  const version = formValue(form, 'Version');
  // AWS: SES v1 and v2 both sign with scope `ses`; v1 is a form.
  if (service.name === 'sesv2' && version !== undefined)
    return fault('NotImplemented', `the sandbox speaks the SES API v2; ${formValue(form, 'Action')} of version ${version} is not in it`);
  if (service.protocol === 'awsQuery') return fault('InvalidAction', `The action ${what} is not valid for this web service.`);
  return fault('UnknownOperationException', `${service.signingName} has no operation ${what}`);
}

/** Writes an operation's output, or its refusal, as the service's protocol does, request id and all. */
import { contentToXml, type Fields, fieldsToJson, fieldsToXml, toJson, wrap } from './codec.ts';
import type { Fault } from './handler.ts';
import { isInBody } from './read.ts';
import type { WireResponse } from './request.ts';
import { scalarToText } from './scalar.ts';
import { type ErrorShape, type Member, type Model, nothing, type Operation, type Shape } from './schema.ts';
import type { Service } from './services.ts';
import { escapeXml } from './tree.ts';

const utf8 = new TextEncoder();
const xmlHead = '<?xml version="1.0" encoding="UTF-8"?>\n';

function response(status: number, requestId: string, type: string, body: string | Uint8Array): WireResponse {
  const bytes = typeof body === 'string' ? utf8.encode(body) : body;
  const headers: Record<string, string> = { 'x-amzn-requestid': requestId, 'content-length': String(bytes.length) };
  if (bytes.length > 0) headers['content-type'] = type;
  return { status, headers, body: bytes };
}

function jsonType(service: Service): string {
  if (service.protocol === 'awsJson1_0') return 'application/x-amz-json-1.0';
  return service.protocol === 'awsJson1_1' ? 'application/x-amz-json-1.1' : 'application/json';
}

/** @param output checked against the operation's output */
export function writeOutput(model: Model, operation: Operation, output: Fields, requestId: string): WireResponse {
  const { service } = model;
  switch (service.protocol) {
    case 'awsJson1_0':
    case 'awsJson1_1':
      return response(200, requestId, jsonType(service), JSON.stringify(fieldsToJson(operation.output.members, output)));
    case 'awsQuery': {
      // AWS: an operation without output has no Result element, only the metadata.
      const result = operation.output === nothing ? '' : wrap(`${operation.name}Result`, fieldsToXml(operation.output, output));
      const metadata = wrap('ResponseMetadata', wrap('RequestId', escapeXml(requestId)));
      return response(200, requestId, 'text/xml', wrap(`${operation.name}Response`, result + metadata, service.xmlns));
    }
    case 'restJson1':
    case 'restXml':
      return bound(service, operation.output.members, output, { name: operation.output.name, status: operation.route?.status ?? 200, requestId });
  }
}

interface Place {
  name: string;
  status: number;
  requestId: string;
}

function bound(service: Service, members: readonly Member[], output: Fields, { name, status, requestId }: Place): WireResponse {
  const json = service.protocol === 'restJson1';
  const type = json ? jsonType(service) : 'text/xml';
  const payload = members.find(member => member.traits.payload);
  const rest = members.filter(isInBody);
  let answer: WireResponse;
  if (payload !== undefined) {
    const value = output[payload.name];
    answer = value === undefined ? response(status, requestId, type, '') : payloadResponse(service, payload, value, { name, status, requestId });
  } else if (json) answer = response(status, requestId, type, JSON.stringify(fieldsToJson(rest, output)));
  else
    answer = response(status, requestId, type, rest.length === 0 ? '' : xmlHead + wrap(name, fieldsToXml({ members: rest }, output), service.xmlns));
  for (const { name: key, traits } of members) {
    const value = output[key];
    if (traits.header === undefined) continue;
    // A content type that the handler did not give is not ours to guess.
    if (value === undefined) delete answer.headers[traits.header.toLowerCase()];
    else answer.headers[traits.header.toLowerCase()] = scalarToText(value, 'http-date');
  }
  return answer;
}

function rootName(member: Member, shape: Shape): string {
  return member.traits.xmlName ?? ('members' in shape ? shape.name : member.name);
}

function payloadResponse(service: Service, member: Member, value: unknown, { status, requestId }: Place): WireResponse {
  const { shape } = member;
  if (value instanceof Uint8Array) return response(status, requestId, 'application/octet-stream', value);
  if (shape.type === 'string') return response(status, requestId, 'text/plain', String(value));
  if (service.protocol === 'restJson1') return response(status, requestId, jsonType(service), JSON.stringify(toJson(shape, value)));
  return response(status, requestId, 'text/xml', xmlHead + wrap(rootName(member, shape), contentToXml(shape, value), service.xmlns));
}

/** Errors that every AWS service may answer though no schema has them, with their status. */
const common: Readonly<Record<string, number>> = {
  AccessDenied: 403,
  AccessDeniedException: 403,
  ExpiredToken: 403,
  IncompleteSignature: 400,
  InternalFailure: 500,
  InvalidClientTokenId: 403,
  MissingAuthenticationToken: 403,
  NotImplemented: 501,
  ServiceUnavailable: 503,
  SignatureDoesNotMatch: 403,
  TooManyRequestsException: 429,
  UnknownOperationException: 404,
};

interface Refusal {
  name: string;
  code: string;
  status: number;
  blame: 'client' | 'server';
  fields: Fields;
  message: string;
  shape?: ErrorShape['shape'];
}

function refusal(model: Model | undefined, fault: Fault): Refusal {
  const known = model?.errors.get(fault.name);
  const status = known?.status ?? common[fault.name] ?? 400;
  const said: Refusal = {
    name: known?.name ?? fault.name,
    code: known?.code ?? fault.name,
    status,
    blame: known?.blame ?? (status >= 500 ? 'server' : 'client'),
    fields: fault.fields,
    message: fault.message,
  };
  return known === undefined ? said : { ...said, shape: known.shape };
}

/** Whether a member of an error is its message; services spell it either way. */
function isMessage({ name, shape }: Member): boolean {
  return name.toLowerCase() === 'message' && shape.type === 'string';
}

/** All that an error says by its schema: its fields, and its message where the schema keeps one. */
export function faultFields(shape: ErrorShape['shape'], { message, fields }: Pick<Fault, 'message' | 'fields'>): Fields {
  const slot = shape.members.find(isMessage);
  return { ...(slot === undefined ? {} : { [slot.name]: message }), ...fields };
}

/**
 * @param model of the service; without one (nobody knows which service was asked) the answer is XML
 * @param fault a modelled error by name or query code, or any AWS code; its fields must be those of its shape
 */
export function writeFault(model: Model | undefined, fault: Fault, requestId: string): WireResponse {
  const said = refusal(model, fault);
  const members = said.shape?.members ?? [];
  const value = said.shape === undefined ? said.fields : faultFields(said.shape, said);
  const protocol = model?.service.protocol ?? 'restXml';
  if (protocol === 'awsQuery' || protocol === 'restXml' || model === undefined) {
    const rest = members.filter(member => !isMessage(member));
    const message = wrap('Message', escapeXml(said.message));
    const type = wrap('Type', said.blame === 'client' ? 'Sender' : 'Receiver');
    const error = wrap('Error', type + wrap('Code', escapeXml(said.code)) + message + fieldsToXml({ members: rest }, value));
    const body = wrap('ErrorResponse', error + wrap('RequestId', escapeXml(requestId)), model?.service.xmlns);
    return response(said.status, requestId, 'text/xml', body);
  }
  const content = { message: said.message, ...fieldsToJson(members, value) };
  if (protocol === 'restJson1') {
    const answer = response(said.status, requestId, jsonType(model.service), JSON.stringify(content));
    answer.headers['x-amzn-errortype'] = said.name;
    return answer;
  }
  const answer = response(said.status, requestId, jsonType(model.service), JSON.stringify({ __type: said.name, ...content }));
  // AWS: SQS keeps its old query codes for old clients: `AWS.SimpleQueueService.NonExistentQueue;Sender`.
  if (model.service.queryErrors) answer.headers['x-amzn-query-error'] = `${said.code};${said.blame === 'client' ? 'Sender' : 'Receiver'}`;
  return answer;
}

/** Runs a CloudFront Function as the edge does: an event in, a request or a response out, nothing else within reach, little time. */
import { createContext, runInContext } from 'node:vm';
import { isObject, parseJson } from '../../../events/json.ts';

export interface Field {
  value: string;
  multiValue?: { value: string }[];
}

/** What the runtime hands in: names in lower case, `uri` still percent-encoded. */
export interface EventRequest {
  method: string;
  uri: string;
  querystring: Record<string, Field>;
  headers: Record<string, Field>;
  cookies: Record<string, Field>;
}

export interface FunctionEvent {
  version: '1.0';
  context: { distributionDomainName?: string; distributionId?: string; eventType: string; requestId?: string };
  viewer: { ip: string };
  request: EventRequest;
}

/** `output` is JSON of what the handler returned. */
export type Ran = { output: string; logs: string[] } | { error: string; logs: string[] };

/** AWS allows about a millisecond; a loaded machine needs more for the same work. */
const timeoutMs = 500;

// Only strings go in and out, so nothing of this process can be reached from within. `rawQueryString` is the runtime's own method.
const frame = `
'use strict';
globalThis.__logs = [];
globalThis.console = { log: (...all) => { __logs.push(all.map(one => typeof one === 'string' ? one : JSON.stringify(one)).join(' ')); } };
globalThis.__run = (text, raw) => {
  const event = JSON.parse(text);
  Object.defineProperty(event.request, 'rawQueryString', { value: () => raw === null ? undefined : raw, enumerable: false });
  globalThis.__done = undefined;
  const keep = value => { __done = JSON.stringify({ output: value === undefined ? null : value }); };
  const fail = error => { __done = JSON.stringify({ error: String(error && error.stack || error) }); };
  try { Promise.resolve(handler(event)).then(keep, fail); } catch (error) { fail(error); }
};
`;

/**
 * @param code the function's source; it declares `handler`
 * @param rawQuery the query string as it came, null without a `?`
 */
export function runFunction(code: string, event: FunctionEvent, rawQuery: string | null): Ran {
  const context = createContext(
    { __event: JSON.stringify(event), __raw: rawQuery },
    { microtaskMode: 'afterEvaluate', codeGeneration: { strings: false, wasm: false } },
  );
  const logs = (): string[] => {
    const said: unknown = parseJson(String(runInContext('JSON.stringify(__logs)', context)));
    return Array.isArray(said) ? said.map(String) : [];
  };
  try {
    runInContext(frame, context);
    // One script, for each timeout is a thread of its own; the same text each time, for V8 to know it again.
    runInContext(`${code}\n;__run(__event, __raw);`, context, { timeout: timeoutMs, filename: 'function.js' });
    const done: unknown = parseJson(String(runInContext('String(__done)', context)));
    if (!isObject(done)) return { error: 'The function did not end in time.', logs: logs() };
    if (typeof done['error'] === 'string') return { error: done['error'], logs: logs() };
    return { output: JSON.stringify(done['output']), logs: logs() };
  } catch (error) {
    // An error of the other realm is no Error of this one.
    const said = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
    return { error: said, logs: [] };
  }
}

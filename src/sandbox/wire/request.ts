/** A request and a response of the wire, and what a request says about itself: its credential scope, its service. */
import { type Service, services } from './services.ts';

export interface WireRequest {
  method: string;
  /** As it came, percent-encoding and all, without the query. */
  path: string;
  /** Decoded. */
  query: readonly (readonly [string, string])[];
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

export interface Scope {
  region: string;
  signingName: string;
}

const utf8 = new TextDecoder();

export function bodyText(request: WireRequest): string {
  return utf8.decode(request.body);
}

/** The credential scope of a signed request; undefined where there is no signature, `malformed` where it cannot be read. */
export function scopeOf(request: WireRequest): Scope | undefined | 'malformed' {
  const header = request.headers['authorization'];
  if (header === undefined) return undefined;
  const [, region, signingName] = /\bCredential=[^/,\s]+\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request\b/.exec(header) ?? [];
  if (region === undefined || signingName === undefined || !/\bSignature=\w+/.test(header)) return 'malformed';
  return { region, signingName };
}

/** The pairs of a form body, or of the query where there is no body (`GET /?Action=ConfirmSubscription&…`). */
export function formOf(request: WireRequest): readonly (readonly [string, string])[] {
  if (request.method === 'GET') return request.query;
  const type = request.headers['content-type'] ?? '';
  return type.startsWith('application/x-www-form-urlencoded') ? [...new URLSearchParams(bodyText(request))] : [];
}

export function formValue(form: readonly (readonly [string, string])[], key: string): string | undefined {
  return form.find(([name]) => name === key)?.[1];
}

// AWS: SubscribeURL and UnsubscribeURL are unsigned and carry no Version. <https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html>
const linkActions = new Set(['ConfirmSubscription', 'Unsubscribe']);

/** Whether it is one of the links that SNS writes into its messages. */
export function isSnsLink(request: WireRequest): boolean {
  return request.method === 'GET' && linkActions.has(formValue(request.query, 'Action') ?? '');
}

/** The region of an unsigned SNS link: that of the ARN in it. */
export function linkRegion(request: WireRequest): string | undefined {
  const arn = formValue(request.query, 'TopicArn') ?? formValue(request.query, 'SubscriptionArn');
  return arn?.split(':')[3];
}

/**
 * Which service a request is for: by credential scope, else by target, else by version and action, else by host.
 * The host alone is no good: SES's host says `email`, its scope `ses`, and an endpoint URL says neither.
 */
export function serviceOf(request: WireRequest, scope: Scope | undefined): Service | undefined {
  if (scope !== undefined) return services.find(one => one.signingName === scope.signingName);
  if (isSnsLink(request)) return services.find(one => one.name === 'sns');
  const target = request.headers['x-amz-target']?.split('.')[0];
  if (target !== undefined) return services.find(one => one.target === target);
  const form = formOf(request);
  if (formValue(form, 'Action') !== undefined) {
    const version = formValue(form, 'Version');
    if (version !== undefined) return services.find(one => one.version === version);
  }
  const label = request.headers['host']?.split('.')[0];
  return services.find(one => one.hostLabel === label);
}

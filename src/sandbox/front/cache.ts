/** What an edge keeps of answers: nothing under CachingDisabled; under any other policy clicks and opens are answered without asking SES. */
import type { DefaultCacheBehavior } from '@aws-sdk/client-cloudfront';
import { managedCachePolicies } from '../aws/cloudfront/managed.ts';
import { shelf, type World } from '../world.ts';

interface KeptAnswer {
  until: number;
  status: number;
  headers: [string, string][];
  body: ArrayBuffer;
}

const answers = shelf(() => new Map<string, KeptAnswer>());
/** AWS: what is cached by default beside errors. */
const cacheable = new Set([200, 203, 300, 301, 302, 307, 308, 404, 410]);

/** How long an answer is kept, in milliseconds; 0 for not at all. */
export function keepMs(behavior: Partial<DefaultCacheBehavior>, response: Response): number {
  // AWS: where every header is forwarded nothing is kept. <cloudfront API, ForwardedValues>
  if (behavior.ForwardedValues?.Headers?.Items?.includes('*') === true) return 0;
  const policy = managedCachePolicies[behavior.CachePolicyId ?? ''] ?? behavior;
  const { MinTTL: min = 0, DefaultTTL: usual = 86_400, MaxTTL: most = 31_536_000 } = policy;
  if (most === 0 || !cacheable.has(response.status)) return 0;
  const said = response.headers.get('cache-control') ?? '';
  if (/\b(no-store|no-cache|private)\b/.test(said)) return min * 1000;
  const age = /\b(?:s-maxage|max-age)=(\d+)/.exec(said)?.[1];
  return Math.min(Math.max(age === undefined ? usual : Number(age), min), most) * 1000;
}

export function cached(world: World, key: string): Response | undefined {
  const found = answers(world, '').get(key);
  if (found === undefined || world.clock.now() >= found.until) return undefined;
  return new Response(found.body.byteLength === 0 ? null : found.body, { status: found.status, headers: found.headers });
}

/** Keeps a copy of an answer and gives the answer back. */
export async function keep(world: World, key: string, response: Response, ms: number): Promise<Response> {
  if (ms <= 0) return response;
  const body = await response.arrayBuffer();
  answers(world, '').set(key, { until: world.clock.now() + ms, status: response.status, headers: [...response.headers], body });
  return new Response(body.byteLength === 0 ? null : body, { status: response.status, headers: response.headers });
}

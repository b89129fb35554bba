/** Reads the proof of a tracking domain: HEAD /favicon.ico, in which SES itself says where it is and how it was reached. */
import type { Outside, TlsFailure, TlsOptions, TlsPeer } from '../outside/index.ts';

/** Where a request to the tracking domain ends. Each word has one cause that can be mended. */
export type FrontState = 'proven' | 'no-address' | 'unreachable' | 'certificate' | 'refused' | 'origin' | 'not-ses' | 'wrong-region' | 'plain-origin';

export interface Front {
  domain: string;
  state: FrontState;
  /** What was found and, unless proven, what that means: one clause, no full stop. */
  why: string;
  status?: number;
  /** x-amz-ses-region: the region that took the request. */
  region?: string;
  /** x-amz-ses-request-protocol: how the front spoke to SES. */
  protocol?: string;
  /** The front's own clock, by its Date header: milliseconds since 1970, UTC. */
  date?: number;
  peer?: TlsPeer;
}

/**
 * @param want.region where the configuration sets are; without it whatever region answers is right
 * @param want.connectTo the distribution's own name: proves the front before the domain's record leads to it
 */
export async function front(
  { tls }: Pick<Outside, 'tls'>,
  domain: string,
  want: { region?: string } & Pick<TlsOptions, 'connectTo' | 'roots' | 'timeoutMs' | 'signal'>,
): Promise<Front> {
  const { region: wanted, ...options } = want;
  const answer = await tls.request(`https://${domain}/favicon.ico`, options);
  if (answer.kind === 'failed') return { domain, ...unanswered(answer, want.connectTo ?? domain) };
  const { peer } = answer;
  if (answer.kind === 'refused') return { domain, state: 'certificate', why: refused(peer), peer };
  const { status, headers } = answer;
  const region = headers.get('x-amz-ses-region') ?? undefined;
  const protocol = headers.get('x-amz-ses-request-protocol') ?? undefined;
  const date = Date.parse(headers.get('date') ?? '');
  return {
    domain,
    ...judge(status, region, protocol, wanted),
    status,
    ...(region === undefined ? {} : { region }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(Number.isNaN(date) ? {} : { date }),
    peer,
  };
}

function unanswered({ at, why }: TlsFailure, host: string): Pick<Front, 'state' | 'why'> {
  if (at === 'name') return { state: 'no-address', why: `${host} leads nowhere in DNS: ${why}` };
  if (at === 'connect') return { state: 'unreachable', why: `no connection to ${host}: ${why}` };
  if (at === 'handshake')
    return { state: 'unreachable', why: `no TLS with ${host}: ${why}; a front shows this as long as it has no certificate for the domain` };
  return { state: 'unreachable', why: `${host} did not answer the request: ${why}` };
}

function refused({ refusals, chain }: TlsPeer): string {
  const names = chain[0]?.names ?? [];
  const words = refusals.map(each => each.why).join('; ');
  // AWS: a tracking domain that leads straight to SES works for http alone. <https://docs.aws.amazon.com/ses/latest/dg/configure-custom-open-click-domains.html>
  if (names.some(name => name.endsWith('.awstrack.me'))) return `${words}: the domain leads straight to SES, with no front of its own`;
  if (names.some(name => name.endsWith('.cloudfront.net')))
    return `${words}: no deployed CloudFront distribution has the domain as an alternate name`;
  return words;
}

function judge(status: number, region: string | undefined, protocol: string | undefined, wanted: string | undefined): Pick<Front, 'state' | 'why'> {
  if (status === 400 || status === 403) {
    // AWS: without the viewer's Host SES knows no such domain; seen as 403 and as 400.
    return { state: 'refused', why: `answers ${status}: the front does not pass the viewer's Host on to SES, or a firewall stands in the way` };
  }
  if (status === 502 || status === 503 || status === 504)
    return { state: 'origin', why: `answers ${status}: the front cannot reach SES; its origin's name, protocol or certificate is wrong` };
  if (status !== 200) return { state: 'not-ses', why: `answers ${status} where SES answers 200` };
  if (region === undefined)
    return { state: 'not-ses', why: 'answers 200 without the headers of SES: the front leads to another origin, or keeps headers back' };
  if (wanted !== undefined && region !== wanted)
    return { state: 'wrong-region', why: `SES in ${region} answers, yet the configuration sets are in ${wanted}: the origin must be of that region` };
  if (protocol !== 'https')
    return {
      state: 'plain-origin',
      why: `the front speaks ${protocol ?? 'an unknown protocol'} to SES, where AWS asks for https: the origin protocol must be https`,
    };
  return { state: 'proven', why: `SES in ${region} answers over https` };
}

/** One HTTP request to this machine and to no other: how a sandbox reaches webhooks. */
import { Trouble } from '../../errors.ts';
import type { Handler } from '../index.ts';

/**
 * A sandbox's events are made up, and the webhook that a config file names may be the real one: it must never hear of them.
 * @throws Trouble `web.unreachable` for any host but localhost and loopback addresses
 */
export function webHere(web: Handler): Handler {
  return (request, peer) => {
    const { hostname, host } = new URL(request.url);
    if (/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) return web(request, peer);
    return Promise.reject(new Trouble('web.unreachable', `a sandbox posts only to this machine, not to ${host}`));
  };
}

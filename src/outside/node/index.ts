/** The outside as Node gives it; what is big (SDK, SQLite, sandbox) is loaded when first asked for. */
import type { Outside } from '../index.ts';
import { clock } from './clock.ts';
import { nodeFiles } from './files.ts';
import { random } from './random.ts';
import { web } from './web.ts';
import { webHere } from './web-here.ts';

/** @see Outside.network. What it needs of Node is loaded when first asked. */
const network: Outside['network'] = ({ dns: dnsVia, connectTo, roots }) => {
  const asker = once(async () => (await import('./dns.ts')).nodeDns(dnsVia));
  const dns: Outside['dns'] = {
    ...(dnsVia === undefined ? {} : { via: dnsVia }),
    look: async (type, name, options) => (await asker()).look(type, name, options),
  };
  const keeper = once(async () => (await import('./tls.ts')).nodeTls(dns, connectTo, roots));
  const tls: Outside['tls'] = {
    ...(connectTo === undefined ? {} : { via: connectTo }),
    peer: async (host, options) => (await keeper()).peer(host, options),
    request: async (url, options) => (await keeper()).request(url, options),
    plain: async (host, path, options) => (await keeper()).plain(host, path, options),
  };
  return { dns, tls };
};

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** An empty variable counts as none. */
function given({ SES_TRACK_DNS: dns, SES_TRACK_CONNECT_TO: connectTo }: Outside['env']): Parameters<Outside['network']>[0] {
  return { ...(dns ? { dns } : {}), ...(connectTo ? { connectTo } : {}) };
}

/** @param from what `main` took from the process: its environment, its working folder, and a signal for "stop" */
export function nodeOutside(from: Pick<Outside, 'env' | 'cwd' | 'signal'>): Outside {
  const outside: Outside = {
    ...from,
    clock,
    random,
    files: nodeFiles(from.cwd, from.signal),
    web,
    network,
    ...network(given(from.env)),
    serve: async (handler, options) => (await import('./serve.ts')).serve(handler, options),
    serveDns: async (handler, port) => (await import('./serve-dns.ts')).serveDns(handler, port),
    openStore: async (address, options) => (await import('./store.ts')).openStore(from.cwd, address, options),
    aws: async settings => (await import('../../aws/connect.ts')).connect(settings, clock),
    sandbox: async options => (await import('../../sandbox/sandbox.ts')).openSandbox({ ...outside, web: webHere(web) }, options),
  };
  return outside;
}

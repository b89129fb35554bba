/** Reads how far one gets to a webhook from here without posting anything: DNS, the connection, the TLS handshake. */
import type { TlsFailure, TlsPeer } from '../outside/index.ts';
import type { Look } from './look.ts';

export type Webhook = { kind: 'peer'; peer: TlsPeer } | TlsFailure;

/** @param address of a webhook: `https://hooks.example.com/ses` */
export function webhook({ network }: Look, address: string): Promise<Webhook> {
  const { hostname, port } = new URL(address);
  return network.tls.peer(hostname.replace(/^\[|\]$/g, ''), port === '' ? {} : { port: Number(port) });
}

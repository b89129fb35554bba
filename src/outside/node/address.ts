/** Reads and writes `host:port`, with IPv6 in brackets. */
import { isIP, isIPv6 } from 'node:net';

export interface Address {
  host: string;
  port?: number;
}

/** `192.0.2.1`, `192.0.2.1:53`, `[::1]:53`, `::1`, `name:443`; undefined where it is none of these. */
export function readAddress(text: string): Address | undefined {
  if (isIP(text) !== 0) return { host: text };
  const parts = /^(?:\[([0-9A-Fa-f:.]+)\]|([^\s:[\]/]+))(?::([0-9]{1,5}))?$/.exec(text);
  if (parts === null) return undefined;
  const [, literal, host = literal ?? '', port] = parts;
  if ((literal !== undefined && !isIPv6(literal)) || Number(port ?? 0) > 65_535) return undefined;
  return port === undefined ? { host } : { host, port: Number(port) };
}

export function writeAddress(host: string, port: number): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

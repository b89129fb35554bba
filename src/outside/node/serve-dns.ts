/** Serves a function over DNS: UDP and TCP on one port of this machine's loopback. */
import { createSocket, type Socket } from 'node:dgram';
import { type AddressInfo, createServer, type Server, type Socket as Stream } from 'node:net';
import { reason, Trouble } from '../../errors.ts';
import type { DnsHandler } from '../index.ts';

const host = '127.0.0.1';
/** A stream that sends nothing for so long is closed. */
const idleMs = 10_000;
/** An answer may be its head alone: the id, flags, and no records. <RFC 1035 §4.1.1> */
const headBytes = 12;
/** `echoed`: the kind of query, and whether recursion was asked for. */
const bits = { response: 0x8000, echoed: 0x7900, failed: 2 };

/** @see Outside.serveDns */
export async function serveDns(handler: DnsHandler, port: number): Promise<{ address: string; stop(): Promise<void> }> {
  const streams = new Set<Stream>();
  const { datagrams, server, taken } = await bind(port);
  datagrams.on('message', (query, from) => {
    const response = answerTo(query, 'udp', handler);
    if (response !== undefined) datagrams.send(response, from.port, from.address);
  });
  // An answer to a client that is gone comes back as an error; the server goes on.
  datagrams.on('error', () => {});
  server.on('connection', stream => {
    streams.add(stream);
    stream.setTimeout(idleMs, () => stream.destroy());
    stream.on('error', () => stream.destroy());
    stream.on('close', () => streams.delete(stream));
    answerStream(stream, handler);
  });
  return {
    address: `${host}:${taken}`,
    async stop() {
      for (const stream of streams) stream.destroy();
      await Promise.all([new Promise<void>(done => datagrams.close(done)), new Promise(done => server.close(done))]);
    },
  };
}

/** What the handler says; where it throws, SERVFAIL to what is a query: one that breaks it costs nobody else the server. */
function answerTo(query: Buffer, transport: 'udp' | 'tcp', handler: DnsHandler): Uint8Array | undefined {
  try {
    return handler(query, transport);
  } catch {
    const isQuery = query.length >= headBytes && (query.readUInt16BE(2) & bits.response) === 0;
    if (!isQuery) return undefined;
    const head = Buffer.alloc(headBytes);
    query.copy(head, 0, 0, 2);
    head.writeUInt16BE((query.readUInt16BE(2) & bits.echoed) | bits.response | bits.failed, 2);
    return head;
  }
}

/** In a stream, two bytes of length stand before every message. */
function answerStream(stream: Stream, handler: DnsHandler): void {
  let held = Buffer.alloc(0);
  stream.on('data', chunk => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= 2 && held.length >= 2 + held.readUInt16BE(0)) {
      const end = 2 + held.readUInt16BE(0);
      const response = answerTo(held.subarray(2, end), 'tcp', handler);
      held = held.subarray(end);
      if (response === undefined) continue;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(response.length);
      stream.write(Buffer.concat([length, response]));
    }
  });
}

/** Both sockets on one port; with port 0, another is tried where UDP's is somebody else's. */
async function bind(port: number): Promise<{ datagrams: Socket; server: Server; taken: number }> {
  for (let tries = port === 0 ? 10 : 1; ; tries--) {
    const server = createServer();
    const datagrams = createSocket('udp4');
    try {
      const taken = await new Promise<number>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
      });
      await new Promise<void>((resolve, reject) => {
        datagrams.once('error', reject);
        datagrams.bind(taken, host, resolve);
      });
      return { datagrams, server, taken };
    } catch (error) {
      server.close();
      datagrams.close();
      if (tries > 1) continue;
      throw new Trouble('serve.refused', `cannot listen on ${host}:${port} for DNS: ${why(error)}`, 'Stop what listens there or give another port.', {
        cause: error,
      });
    }
  }
}

function why(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EADDRINUSE' ? 'the port is taken' : code === 'EACCES' ? 'permission denied' : reason(error);
}

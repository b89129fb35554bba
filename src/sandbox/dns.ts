/** Answers DNS queries from a set of zones: packet in, packet out. Pure. */
import { type Answer, decode, encode, type OptAnswer, type Packet } from 'dns-packet';
import type { DnsHandler } from '../outside/index.ts';
import { lookUp, plainName, type RecordSet, type Zone } from './zones.ts';

/** RFC 1035 and what most servers send at most over UDP, so that nothing is cut into fragments. */
const sizes = { plain: 512, extended: 1232 };
const bits = { response: 0x8000, authoritative: 0x0400, truncated: 0x0200, recursionDesired: 0x0100, recursionAvailable: 0x0080 };
const codes = { ok: 0, malformed: 1, failed: 2, noName: 3, unsupported: 4, refused: 5 };

/**
 * A DNS server that knows these zones and nothing else; it is asked for them at every query, so that a change shows at once.
 * What is no query gets no answer.
 */
export function dnsServer(zones: () => readonly Zone[]): DnsHandler {
  return (query, transport) => {
    const bytes = Buffer.from(query);
    if (bytes.length < 12 || (bytes.readUInt16BE(2) & bits.response) !== 0) return undefined;
    const head = { id: bytes.readUInt16BE(0), flags: bytes.readUInt16BE(2) & bits.recursionDesired };
    if ((bytes.readUInt16BE(2) & 0x7800) !== 0) return reply(head, codes.unsupported);
    const asked = read(bytes);
    const [question] = asked?.questions ?? [];
    if (asked === undefined || question === undefined || asked.questions?.length !== 1) return reply(head, codes.malformed);
    const opt = asked.additionals?.find((each): each is OptAnswer => each.type === 'OPT');
    const packet = { questions: [question], additionals: opt === undefined ? [] : [extension] };
    if (question.class !== undefined && question.class !== 'IN') return reply(head, codes.refused, packet);
    const { answers, end, soa } = lookUp(zones(), question.name, question.type);
    const full = reply(
      { ...head, flags: head.flags | (soa !== undefined || answers.length > 0 ? bits.authoritative : 0) },
      end === 'no-name' ? codes.noName : end === 'lame' ? codes.failed : codes.ok,
      { ...packet, answers: end === 'lame' ? [] : answers.flatMap(records), authorities: soa === undefined ? [] : records(soa) },
    );
    const limit = opt === undefined ? sizes.plain : Math.max(sizes.plain, Math.min(opt.udpPayloadSize, sizes.extended));
    return transport === 'udp' && full.length > limit ? reply({ ...head, flags: head.flags | bits.truncated }, codes.ok, packet) : full;
  };
}

const extension: OptAnswer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: sizes.extended,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

function read(bytes: Buffer): Packet | undefined {
  try {
    return decode(bytes);
  } catch {
    return undefined;
  }
}

function reply({ id, flags }: { id: number; flags: number }, code: number, packet: Packet = {}): Uint8Array {
  return new Uint8Array(encode({ type: 'response', id, flags: flags | bits.recursionAvailable | code, ...packet }));
}

/** A record set as the records of a packet; a value that its type cannot have is left out. */
function records({ name, type, ttl, values }: RecordSet): Answer[] {
  return values.flatMap(value => {
    const data = parsers[type]?.(value);
    // Each parser gives what the library takes for its type; the types cannot say so across a table.
    return data === undefined ? [] : [{ name: plainName(name) || '.', type, ttl, class: 'IN', data } as Answer];
  });
}

const fields = (value: string, count: number): string[] | undefined => {
  const found = value.trim().split(/\s+/);
  return found.length === count ? found : undefined;
};

/** Labels of 1 to 63 characters, 253 in all. */
function domainName(value: string): string | undefined {
  const name = plainName(value.trim());
  return name.length <= 253 && name.split('.').every(label => label.length >= 1 && label.length <= 63) ? name : undefined;
}

const parsers: Record<string, (value: string) => unknown> = {
  A: value => (/^\d{1,3}(\.\d{1,3}){3}$/.test(value.trim()) ? value.trim() : undefined),
  AAAA: value => (/^[0-9a-f:]+(:\d{1,3}(\.\d{1,3}){3})?$/i.test(value.trim()) ? value.trim() : undefined),
  CNAME: domainName,
  NS: domainName,
  TXT: value => (strings(value).every(each => Buffer.byteLength(each) <= 255) ? strings(value) : undefined),
  CAA: value => {
    const [, flags, tag, rest] = /^\s*(\d+)\s+([a-z0-9]+)\s+(.*)$/is.exec(value) ?? [];
    if (flags === undefined || tag === undefined || rest === undefined) return undefined;
    return { flags: Number(flags), issuerCritical: (Number(flags) & 128) !== 0, tag: tag.toLowerCase(), value: strings(rest).join('') };
  },
  SOA: value => {
    const [mname = '', rname = '', ...numbers] = fields(value, 7) ?? [];
    const [serial, refresh, retry, expire, minimum] = numbers.map(Number);
    return numbers.length === 5 ? { mname: plainName(mname), rname: plainName(rname), serial, refresh, retry, expire, minimum } : undefined;
  },
  MX: value => {
    const [preference, exchange = ''] = fields(value, 2) ?? [];
    return preference === undefined ? undefined : { preference: Number(preference), exchange: plainName(exchange) };
  },
};

/** `"one" "two"`, or one bare word; Route 53 escapes in octal. */
function strings(value: string): string[] {
  const quoted = [...value.matchAll(/"((?:[^"\\]|\\[\s\S])*)"/g)].map(match => match[1] ?? '');
  const found = quoted.length > 0 ? quoted : [value.trim()];
  return found.map(text =>
    text.replace(/\\([0-7]{3}|[\s\S])/g, (_, escaped: string) => (escaped.length === 3 ? String.fromCharCode(Number.parseInt(escaped, 8)) : escaped)),
  );
}

/** Takes an SES tracked link apart and puts one together, always on the raw request target, never on a decoded path. */

/** A click link, a pixel, or neither with the reason. Parsing never throws. */
export type TrackedLink = ClickLink | OpenPixel | NotTracked;

interface Stamp {
  /** SES's message id, the one events carry; absent where the tail was cut off. */
  messageId?: string;
  /** URL-safe base64 with its padding, without the number after it. */
  signature?: string;
  /** The two or three digits after the signature; what they mean AWS does not say. */
  keyId?: string;
  /** What others appended after the tail, such as `?utm_source=x`; SES itself appends nothing. */
  extra: string;
}

export interface ClickLink extends Stamp {
  kind: 'click';
  marker: 'L0' | 'CL0' | 'CL1';
  /** The segment that `ses:custom-path` asked for; only under CL1. */
  customPath?: string;
  /** `intact` as SES made it; `decoded` where a client decoded the path once before it asked. */
  form: 'intact' | 'decoded';
  /** Where the link leads, decoded exactly once in all. Not judged: scheme, host and control characters are the redirector's to refuse. */
  target: string;
  /** The target as it stands in the path. */
  raw: string;
  /** Which of the links to this same target it is, counted from 1. */
  ordinal?: number;
}

export interface OpenPixel extends Stamp {
  kind: 'open';
  marker: 'I0' | 'CI0';
}

export interface NotTracked {
  kind: 'none';
  why: string;
}

const messageIdPattern = '[0-9a-f]{16}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}-[0-9]{6}';
const clickHead = /^\/(?:(L0|CL0)|(CL1)\/([^/]*))\/(.*)$/s;
const openHead = /^\/(I0|CI0)\/(.*)$/s;
/** The last ordinal and message id, then a signature of any state, then what others appended. */
const clickTail = new RegExp(`^(.*)/([0-9]{1,9})/(${messageIdPattern})(?:/([^/?&#]*))?([?&#].*)?$`, 'is');
const openTail = new RegExp(`^(${messageIdPattern})(?:/([^/?&#]*))?([?&#].*)?$`, 'is');

/**
 * Takes a tracked link apart.
 * @param requestTarget as it came over the wire: `/CL0/…`, or the absolute form `https://click.example.com/CL0/…`
 */
export function parseTrackedLink(requestTarget: string): TrackedLink {
  const path = requestTarget.replace(/^https?:\/\/[^/]*/i, '');
  const open = openHead.exec(path);
  if (open !== null) return parseOpen(open[1] as OpenPixel['marker'], open[2] ?? '');
  const click = clickHead.exec(path);
  if (click === null) return none('the path does not begin with /L0/, /CL0/, /CL1/, /I0/ or /CI0/');
  const marker = (click[1] ?? 'CL1') as ClickLink['marker'];
  return parseClick(marker, click[3], click[4] ?? '');
}

function parseOpen(marker: OpenPixel['marker'], rest: string): TrackedLink {
  const tail = openTail.exec(rest);
  if (tail === null) return none('the pixel carries no message id');
  return { kind: 'open', marker, messageId: tail[1] ?? '', ...readSignature(tail[2]), extra: tail[3] ?? '' };
}

function parseClick(marker: ClickLink['marker'], customPath: string | undefined, rest: string): TrackedLink {
  const tail = clickTail.exec(rest);
  const { body, extra } = tail === null ? withoutTail(rest) : { body: tail[1] ?? '', extra: tail[5] ?? '' };
  if (body === '') return none('there is no target');
  const isDecoded = body.includes('/');
  // AWS: nothing in a target SES made stands raw of `/ ? & #`; with a `/` the client decoded all of it, with another alone only half.
  if (!isDecoded && /[?&#]/.test(body)) return none('the target is only half decoded');
  const target = isDecoded ? body.replace(/^(https?:)\/(?!\/)/i, '$1//') : decodeOnce(body);
  if (target === undefined) return none('the target is not valid percent-encoding');
  return {
    kind: 'click',
    marker,
    ...(customPath === undefined ? {} : { customPath }),
    form: isDecoded ? 'decoded' : 'intact',
    target,
    raw: body,
    ...(tail === null ? {} : { ordinal: Number(tail[2]), messageId: tail[3] ?? '', ...readSignature(tail[4]) }),
    extra,
  };
}

/** Without a tail an encoded target is still whole; what follows a raw `?` was appended, unless the whole was decoded. */
function withoutTail(rest: string): { body: string; extra: string } {
  const cut = rest.search(/[?&#]/);
  if (cut < 0 || rest.slice(0, cut).includes('/')) return { body: rest, extra: '' };
  return { body: rest.slice(0, cut), extra: rest.slice(cut) };
}

/** `sig=252`; `sig%3D252` as some wrappers write it; `sig%2`, which is `sig=252` after a quoted-printable decoding too many. */
function readSignature(text: string | undefined): { signature?: string; keyId?: string } {
  const whole = /^([A-Za-z0-9_-]+)(?:=|%3[Dd])([0-9]{2,3})$/.exec(text ?? '');
  if (whole !== null) return { signature: `${whole[1]}=`, keyId: whole[2] ?? '' };
  const botched = /^([A-Za-z0-9_-]+)%([0-9])$/.exec(text ?? '');
  if (botched !== null) return { signature: `${botched[1]}=`, keyId: `25${botched[2]}` };
  return {};
}

function decodeOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function none(why: string): NotTracked {
  return { kind: 'none', why };
}

/**
 * The target as one path segment. A second encoding of the same five characters is how `%40` becomes `%2540`.
 * AWS: seen encoded are `/ ? & # %`; seen literal are `: = , @ - _ .`; of `+ ( ) ; ~ ! * '` nothing is known and they stay literal here.
 */
export function encodeTarget(url: string): string {
  return url.replace(/[/?&#%]/g, character => encodeURIComponent(character));
}

/** What the signature of a click link covers: everything between the host and the signature. */
export function clickPath(link: { marker: ClickLink['marker']; customPath?: string; target: string; ordinal: number; messageId: string }): string {
  const custom = link.marker === 'CL1' ? `/${link.customPath ?? ''}` : '';
  return `/${link.marker}${custom}/${encodeTarget(link.target)}/${link.ordinal}/${link.messageId}`;
}

/** What the signature of a pixel covers. */
export function openPath(pixel: { marker: OpenPixel['marker']; messageId: string }): string {
  return `/${pixel.marker}/${pixel.messageId}`;
}

/** @param signature with its padding `=`, after which the key id stands without a separator */
export function signedPath(path: string, signature: string, keyId: string): string {
  return `${path}/${signature}${keyId}`;
}

/** Regions by the four digits a message id begins with, as far as they have been seen. */
export const regionCodes: Readonly<Record<string, string>> = {
  '0100': 'us-east-1',
  '0101': 'us-west-2',
  '0102': 'eu-west-1',
  '0103': 'sa-east-1',
  '0106': 'ap-northeast-1',
  '0107': 'eu-central-1',
  '0108': 'ap-southeast-2',
  '0109': 'ap-south-1',
  '010f': 'us-east-2',
};

/**
 * What a message id tells: when it was sent, and where, if that region's code has been seen.
 * @returns undefined where it is not a message id of SES
 */
export function readMessageId(messageId: string): { sentAt: Date; region?: string } | undefined {
  if (!new RegExp(`^${messageIdPattern}$`, 'i').test(messageId)) return undefined;
  // Twelve hex digits of milliseconds are always a time.
  const sentAt = new Date(Number.parseInt(messageId.slice(4, 16), 16));
  const region = regionCodes[messageId.slice(0, 4).toLowerCase()];
  return { sentAt, ...(region === undefined ? {} : { region }) };
}

/** A message id as SES makes them: region, time, a random id. A region whose code has not been seen gets `01ff`, which is nobody's. */
export function makeMessageId(region: string, sentAtMs: number, uuid: string): string {
  const code = Object.entries(regionCodes).find(([, name]) => name === region)?.[0] ?? '01ff';
  return `${code}${sentAtMs.toString(16).padStart(12, '0')}-${uuid}-000000`;
}

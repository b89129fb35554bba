/** Makes a compact row of an event, and the same event of the row again. */
import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { Event } from '../../events/event.ts';
import type { Words } from './words.ts';

export type Row = Record<string, SQLOutputValue>;

/** What the mail's own row says, which its events' rows need not repeat. */
export interface Shared {
  /** JSON. */
  recipients: string;
  /** Numbers of the tags, comma between. */
  tags: string;
}

const bots: readonly Event['bot'][] = ['unknown', 'unlikely', 'likely'];
const readers: readonly Event['reader'][] = ['unknown', 'person', 'proxy', 'bot'];

/**
 * What stands both in the event and in its detail, word for word; `held` has one bit for each that was left out of the detail.
 * The order is part of the file format: add at the end.
 */
const copies: readonly { key: string; of: (event: Event) => unknown }[] = [
  { key: 'timestamp', of: event => event.at },
  { key: 'ipAddress', of: event => event.ip },
  { key: 'userAgent', of: event => event.userAgent },
  { key: 'link', of: event => event.link },
  { key: 'isBotEvent', of: event => ({ likely: 'Likely', unlikely: 'Unlikely', unknown: undefined })[event.bot] },
  { key: 'linkTags', of: event => event.linkTags ?? null },
  { key: 'recipients', of: event => event.recipients },
];

export const eventColumns = [
  'message',
  'id',
  'type',
  'at',
  'received_after',
  'source',
  'road',
  'bot',
  'reader',
  'held',
  'configuration_set',
  'link',
  'user_agent',
  'ip',
  'recipients',
  'tags',
  'link_tags',
  'detail',
] as const;

/** The values of `eventColumns`, in order. */
export function toRow(event: Event, message: number, road: string, shared: Shared, words: Words): SQLInputValue[] {
  const { rest, held } = withoutCopies(event);
  const recipients = JSON.stringify(event.recipients);
  const word = (text: string | undefined) => (text === undefined ? null : words.idOf(text));
  const isTagged = event.configurationSet === event.tags['ses:configuration-set']?.[0];
  return [
    message,
    Buffer.from(event.id, 'hex'),
    words.idOf(event.type),
    Date.parse(event.at),
    Date.parse(event.receivedAt) - Date.parse(event.at),
    words.idOf(event.source),
    words.idOf(road),
    bots.indexOf(event.bot),
    readers.indexOf(event.reader),
    held,
    isTagged ? null : word(event.configurationSet ?? ''),
    word(event.link),
    word(event.userAgent),
    event.ip ?? null,
    recipients === shared.recipients ? null : recipients,
    tagsBeside(shared.tags, tagNumbers(event.tags, words)),
    event.linkTags === undefined ? null : JSON.stringify(event.linkTags),
    packed(rest, words),
  ];
}

/** @param row one with all `eventColumns` */
export function fromRow(row: Row, messageId: string, shared: Shared, words: Words): Event {
  const text = (column: string): string | undefined => (typeof row[column] === 'string' ? row[column] : undefined);
  const word = (column: string): string | undefined => (typeof row[column] === 'number' ? words.textOf(row[column]) : undefined);
  const at = Number(row['at']);
  const json = <T>(value: string): T => JSON.parse(value);
  const tags = readTags(allTags(shared.tags, text('tags')), words);
  const configurationSet = word('configuration_set') ?? tags['ses:configuration-set']?.[0];
  const [link, userAgent, ip, linkTags] = [word('link'), word('user_agent'), text('ip'), text('link_tags')];
  const event: Event = {
    id: Buffer.from(row['id'] instanceof Uint8Array ? row['id'] : []).toString('hex'),
    source: (word('source') ?? 'sns') as Event['source'],
    messageId,
    type: word('type') ?? '',
    at: new Date(at).toISOString(),
    recipients: json(text('recipients') ?? shared.recipients),
    ...(configurationSet && { configurationSet }),
    tags,
    ...(link !== undefined && { link }),
    ...(linkTags !== undefined && { linkTags: json<Record<string, string[]>>(linkTags) }),
    ...(userAgent !== undefined && { userAgent }),
    ...(ip !== undefined && { ip }),
    bot: bots[Number(row['bot'])] ?? 'unknown',
    reader: readers[Number(row['reader'])] ?? 'unknown',
    detail: {},
    receivedAt: new Date(at + Number(row['received_after'])).toISOString(),
  };
  const held = Number(row['held']);
  const back = copies.filter((_, bit) => (held & (1 << bit)) !== 0).map(({ key, of }) => [key, of(event)] as const);
  return { ...event, detail: { ...Object.fromEntries(back), ...unpacked(text('detail'), words) } };
}

function withoutCopies(event: Event): { rest: Record<string, unknown>; held: number } {
  const rest = { ...event.detail };
  let held = 0;
  for (const [bit, { key, of }] of copies.entries()) {
    const copy = of(event);
    if (!(key in rest) || copy === undefined || JSON.stringify(rest[key]) !== JSON.stringify(copy)) continue;
    delete rest[key];
    held |= 1 << bit;
  }
  return { rest, held };
}

/** `17["250 ok","a8-70…"]`: the names, which are the same in all events of a type, are word 17; the values stand here. */
function packed(object: Record<string, unknown>, words: Words): string | null {
  const names = Object.keys(object);
  return names.length === 0 ? null : words.idOf(JSON.stringify(names)) + JSON.stringify(Object.values(object));
}

function unpacked(text: string | undefined, words: Words): Record<string, unknown> {
  if (text === undefined) return {};
  const start = text.indexOf('[');
  const names: string[] = JSON.parse(words.textOf(Number(text.slice(0, start))));
  const values: unknown[] = JSON.parse(text.slice(start));
  return Object.fromEntries(names.map((name, at) => [name, values[at]]));
}

/** One number for each pair of name and value; a name without values is a pair without value. */
export function tagNumbers(tags: Event['tags'], words: Words): string {
  return Object.entries(tags)
    .flatMap(([name, values]) => (values.length === 0 ? [[name]] : values.map(value => [name, value])))
    .map(pair => words.idOf(JSON.stringify(pair)))
    .join(',');
}

/** AWS: events after delivery carry one tag more than the Send (ses:outgoing-ip), so what is usual is "the mail's, and these". */
function tagsBeside(shared: string, own: string): string | null {
  if (own === shared) return null;
  if (shared === '') return own;
  const [mails, ours] = [shared.split(','), own.split(',')];
  const isMore = mails.every((id, at) => ours[at] === id);
  return isMore ? ours.slice(mails.length).join(',') : `=${own}`;
}

function allTags(shared: string, own: string | undefined): string {
  if (own === undefined) return shared;
  if (own.startsWith('=')) return own.slice(1);
  return shared === '' ? own : `${shared},${own}`;
}

function readTags(numbers: string, words: Words): Event['tags'] {
  const tags = new Map<string, string[]>();
  for (const id of numbers === '' ? [] : numbers.split(',')) {
    const [name = '', ...values]: string[] = JSON.parse(words.textOf(Number(id)));
    tags.set(name, [...(tags.get(name) ?? []), ...values]);
  }
  return Object.fromEntries(tags);
}

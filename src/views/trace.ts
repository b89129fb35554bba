/** Tells the story of a message in words: what happened, when, how long after sending, and who did it. */
import type { Paint } from '../cli/paint.ts';
import type { Event } from '../events/event.ts';
import type { Story } from '../store/event-store.ts';
import { plain } from './plain.ts';

/** What `trace --json` and `demo --json` print under `messages`. Documented in docs/events.md; it only grows. */
export interface TraceResult {
  messages: Story[];
}

/** One story after the other, an empty line between. */
export function traceText({ messages }: TraceResult, paint: Paint): string {
  return messages.map(story => storyText(story, paint)).join('\n\n');
}

export function storyText({ messageId, subject, sentAt, recipients, events }: Story, paint: Paint): string {
  const head = [
    paint.bold(subject === undefined ? '(subject not told)' : plain(subject)),
    `to ${recipients.map(each => paint.name(plain(each))).join(', ') || 'nobody'}${sentAt === undefined ? '' : paint.dim(`  ${day(sentAt)} UTC`)}`,
    paint.dim(plain(messageId)),
  ];
  const layout: Layout = {
    sentAt,
    mailTo: recipients,
    typeWidth: Math.max(8, ...events.map(({ type }) => plain(type).length)),
    isOneDay: events.every(({ at }) => at.slice(0, 10) === sentAt?.slice(0, 10)),
  };
  return [...head, '', ...events.map(event => line(event, layout, paint))].join('\n');
}

/** What all lines of a story share. */
interface Layout {
  sentAt: string | undefined;
  mailTo: readonly string[];
  typeWidth: number;
  /** Everything happened on the day of sending, so that the time of day says enough. */
  isOneDay: boolean;
}

function line(event: Event, { sentAt, mailTo, typeWidth, isOneDay }: Layout, paint: Paint): string {
  const { type, at } = event;
  const since = sentAt === undefined ? '' : delta(Date.parse(at) - Date.parse(sentAt));
  const of = event.recipients.join(' ') === mailTo.join(' ') ? '' : event.recipients.map(plain).join(', ');
  const words = [...saysOf(event).map(plain), ...(of === '' ? [] : [of])].join(' · ');
  const who = event.reader === 'unknown' && type !== 'Open' && type !== 'Click' ? '' : whoText(event, paint);
  const colour = toneOf(type, paint);
  return `  ${paint.dim(isOneDay ? at.slice(11, 23) : `${at.slice(0, 10)} ${at.slice(11, 23)}`)} ${paint.dim(since.padStart(8))}  ${colour(plain(type).padEnd(typeWidth))}${words === '' ? '' : `  ${words}`}${who}`;
}

/** Who opened or clicked; honest about what is not known. */
function whoText({ reader, userAgent }: Event, paint: Paint): string {
  const words = { person: 'a person', proxy: 'an image proxy', bot: 'a bot', unknown: 'person or bot unknown' }[reader];
  const agent = userAgent === undefined ? '' : `, ${shortened(plain(userAgent), 60)}`;
  return `  ${reader === 'person' ? paint.good(words) : paint.dim(words)}${paint.dim(agent)}`;
}

function toneOf(type: string, paint: Paint): (text: string) => string {
  if (['Bounce', 'Complaint', 'Reject', 'Rendering Failure'].includes(type)) return paint.bad;
  if (type === 'DeliveryDelay') return paint.warn;
  return ['Delivery', 'Open', 'Click'].includes(type) ? paint.good : paint.bold;
}

/** What the event's own payload says that an operator would ask for. */
function saysOf({ type, link, detail, configurationSet }: Event): string[] {
  const text = (key: string): string[] => (typeof detail[key] === 'string' ? [detail[key]] : []);
  const list = (key: string): Record<string, unknown>[] =>
    Array.isArray(detail[key]) ? detail[key].filter(each => typeof each === 'object' && each !== null) : [];
  const diagnostics = (key: string): string[] =>
    list(key).flatMap(each => (typeof each['diagnosticCode'] === 'string' ? [each['diagnosticCode']] : []));
  if (type === 'Send') return configurationSet === undefined ? [] : [`configuration set ${configurationSet}`];
  if (type === 'Delivery') return text('smtpResponse');
  if (type === 'Click') return link === undefined ? [] : [link];
  if (type === 'Bounce') return [[...text('bounceType'), ...text('bounceSubType')].join('/'), ...diagnostics('bouncedRecipients')].filter(Boolean);
  if (type === 'Complaint') return [...text('complaintFeedbackType'), ...text('complaintSubType')];
  if (type === 'Reject') return text('reason');
  if (type === 'Rendering Failure') return [...text('templateName').map(name => `template ${name}`), ...text('errorMessage')];
  if (type === 'DeliveryDelay') return [...text('delayType'), ...diagnostics('delayedRecipients')];
  if (type === 'Subscription') return [...text('contactList').map(name => `contact list ${name}`), ...text('source')];
  return [];
}

/** `2026-11-24 08:00:00` */
function day(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

/** `+320ms`, `+2.4s`, `+5m 12s`, `+3h 4m`, `+2d 5h`; a clock that ran ahead shows as `-…`. */
export function delta(ms: number): string {
  const sign = ms < 0 ? '-' : '+';
  const all = Math.abs(ms);
  const seconds = Math.floor(all / 1000);
  const [minutes, hours, days] = [Math.floor(seconds / 60), Math.floor(seconds / 3600), Math.floor(seconds / 86_400)];
  if (all < 1000) return `${sign}${all}ms`;
  if (seconds < 60) return `${sign}${(Math.floor(all / 100) / 10).toFixed(1)}s`;
  if (minutes < 60) return `${sign}${minutes}m ${seconds % 60}s`;
  return hours < 24 ? `${sign}${hours}h ${minutes % 60}m` : `${sign}${days}d ${hours % 24}h`;
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

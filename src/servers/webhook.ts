/** Receives what SNS posts: believes only signed messages of its own topics, and says yes only when the event is durable. */
import { reason } from '../errors.ts';
import { type Envelope, type Handshake, type Notification, readEnvelope } from '../events/envelope.ts';
import { type Event, eventTypes } from '../events/event.ts';
import { readRecord } from '../events/parse.ts';
import type { Privacy } from '../events/privacy.ts';
import type { Verify } from '../events/signature.ts';
import type { Handler } from '../outside/index.ts';
import type { EventStore } from '../store/event-store.ts';
import type { Confirmed } from './confirm.ts';
import { type Counters, counters } from './metrics.ts';
import type { Tell } from './note.ts';

export interface WebhookSettings {
  /** Where SNS posts to; neither /healthz nor /metrics. */
  path: string;
  /** ARNs of the topics to believe. */
  topics: ReadonlySet<string>;
  verify: Verify;
  store: Pick<EventStore, 'add' | 'setAside'>;
  privacy: Privacy;
  now: () => number;
  tell: Tell;
  /** Left out: a subscription is not confirmed, only told of. Throws where it cannot be confirmed. */
  confirm?: (handshake: Handshake) => Promise<Confirmed>;
  /** Told of each event once it is durable; its own trouble is its own business. */
  kept?: (event: Event) => void;
}

export interface Webhook {
  handler: Handler;
  counters: Counters;
  /** To be told of a post that was answered before it could reach the handler. */
  turnedAway: (status: 400 | 413) => void;
}

/** For so long after a refused event /healthz says so; longer, and a balancer that heeds it would never let the next event try. */
const unwellMs = 60_000;

const requests = 'ses_track_requests_total';
const events = 'ses_track_events_total';
const known = new Set<string>(eventTypes);

/**
 * AWS: SNS tries again after a 5xx or no answer, and gives a 4xx up for good. So 5xx stands for what passes (certificate host, disk),
 * 4xx for what will never be right. <https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html>
 */
export function webhook(settings: WebhookSettings): Webhook {
  const { path, tell } = settings;
  const count = counters([
    { name: requests, help: 'Posts by what became of them.', label: 'outcome' },
    { name: events, help: 'Events stored, by type; duplicates are not counted.', label: 'type' },
  ]);
  const health: Health = { failedAt: undefined };
  const answer = (status: number, outcome: string, headers: Record<string, string> = {}): Response => {
    count.add(requests, outcome);
    return new Response(null, { status, headers });
  };
  const receive = receiver(settings, count, health, answer);

  const handler: Handler = async request => {
    const { pathname } = new URL(request.url);
    if (pathname === '/healthz') return healthPage(health, settings.now());
    if (pathname === '/metrics') return new Response(count.text(), { headers: { 'content-type': 'text/plain; version=0.0.4' } });
    if (pathname !== path) return answer(404, 'wrong_path');
    if (request.method !== 'POST') return answer(405, 'wrong_method', { allow: 'POST' });
    const refuse = (status: number, outcome: string, why: string, of?: Envelope): Response => {
      tell({ level: status < 500 ? 'warning' : 'error', kind: 'refused', says: `refused a post: ${why}`, ...factsOf(of) });
      return answer(status, outcome);
    };
    if (request.headers.get('x-amz-sns-rawdelivery') === 'true')
      return refuse(403, 'raw_delivery', 'the subscription has raw message delivery on, which sends no signature; switch it off');
    const envelope = readEnvelope(await request.text());
    if ('unreadable' in envelope) return refuse(400, 'unreadable', envelope.unreadable);
    // Before the signature: a foreign topic's message may be perfectly signed, and costs us no certificate.
    if (!settings.topics.has(envelope.topicArn)) return refuse(403, 'foreign_topic', 'its topic is not one of --topic', envelope);
    const verdict = await settings.verify(envelope);
    if (verdict.state === 'refused') return refuse(403, 'bad_signature', verdict.why, envelope);
    if (verdict.state === 'unsure') return refuse(503, 'no_certificate', verdict.why, envelope);
    return receive(envelope);
  };
  const turnedAway = (status: 400 | 413): void => {
    count.add(requests, status === 413 ? 'too_long' : 'malformed');
    tell({ level: 'warning', kind: 'refused', says: `refused a post: ${status === 413 ? 'longer than any message of SNS' : 'not a request'}` });
  };
  return { handler, counters: count, turnedAway };
}

interface Health {
  /** When the store last refused an event, unless it has taken one since. */
  failedAt: number | undefined;
}

function healthPage({ failedAt }: Health, now: number): Response {
  const isWell = failedAt === undefined || now - failedAt > unwellMs;
  return new Response(isWell ? 'ok\n' : 'the store refused the last event\n', { status: isWell ? 200 : 503 });
}

/** Cut short: before the signature is checked, these are whatever a stranger wrote. */
function factsOf(envelope: Envelope | undefined): { topic?: string; message?: string } {
  return envelope === undefined ? {} : { topic: envelope.topicArn.slice(0, 300), message: envelope.messageId.slice(0, 100) };
}

/** What happens to a message that is genuine. */
function receiver(
  { store, privacy, now, tell, confirm, kept }: WebhookSettings,
  count: Counters,
  health: Health,
  answer: (status: number, outcome: string) => Response,
): (envelope: Envelope) => Promise<Response> {
  /** 200 when it is durable, 503 when it cannot be. */
  const durably = async (envelope: Envelope, work: () => Promise<string>): Promise<Response> => {
    try {
      const outcome = await work();
      health.failedAt = undefined;
      return answer(200, outcome);
    } catch (error) {
      health.failedAt = now();
      tell({ level: 'error', kind: 'store-failed', says: `could not store an event, SNS will try again: ${reason(error)}`, ...factsOf(envelope) });
      return answer(503, 'store_failed');
    }
  };

  const notified = async (envelope: Notification): Promise<Response> => {
    const receivedAt = new Date(now()).toISOString();
    const told = readRecord(envelope.message, { source: 'sns', publication: envelope.messageId, receivedAt, privacy });
    if ('nothing' in told) {
      tell({ level: 'info', kind: 'greeting', says: `received ${told.nothing}: the way from SES to here works`, ...factsOf(envelope) });
      return answer(200, 'no_event');
    }
    if ('unreadable' in told)
      return durably(envelope, async () => {
        await store.setAside([{ at: receivedAt, why: told.unreadable, raw: told.raw }]);
        tell({ level: 'warning', kind: 'set-aside', says: `set aside a genuine message that is no event: ${told.unreadable}`, ...factsOf(envelope) });
        return 'set_aside';
      });
    return durably(envelope, async () => {
      const { added } = await store.add([{ ...told, road: envelope.topicArn }]);
      if (added === 0) return 'duplicate';
      count.add(events, known.has(told.event.type) ? told.event.type : 'other');
      kept?.(told.event);
      return 'stored';
    });
  };

  const asked = async (envelope: Handshake): Promise<Response> => {
    const facts = factsOf(envelope);
    if (confirm === undefined) {
      tell({
        level: 'info',
        kind: 'unconfirmed',
        says: `a subscription waits to be confirmed, as --no-confirm asks; open ${envelope.subscribeUrl}`,
        ...facts,
      });
      return answer(200, 'left_unconfirmed');
    }
    try {
      const way = await confirm(envelope);
      const note = way === 'link' ? ' through its link, for want of credentials; whoever has an unsubscribe link can end it' : '';
      tell({ level: 'info', kind: 'confirmed', says: `confirmed the subscription${note}`, ...facts });
      return answer(200, 'confirmed');
    } catch (error) {
      tell({ level: 'error', kind: 'confirm-failed', says: `could not confirm the subscription, SNS will ask again: ${reason(error)}`, ...facts });
      return answer(503, 'confirm_failed');
    }
  };

  return async envelope => {
    if (envelope.type === 'Notification') return notified(envelope);
    if (envelope.type === 'SubscriptionConfirmation') return asked(envelope);
    tell({ level: 'warning', kind: 'unsubscribed', says: 'the subscription was ended; no events come from it any more', ...factsOf(envelope) });
    return answer(200, 'unsubscribed');
  };
}

/** The promise of an event store: durable when `add` resolves, each event once, nothing forgotten. */
import type { Event, MailFacts } from '../events/event.ts';

/** One event with what it tells about its message and the record it came as. */
export interface Arrival {
  event: Event;
  mail: MailFacts;
  /** The SES record as it may be kept (docs/events.md, privacy). */
  raw: string;
  /** Where it was published: the topic's ARN; another name for each road that has no topic. */
  road: string;
}

/** The story of one message, its events in order of their own time. */
export interface Story {
  messageId: string;
  subject?: string;
  sentAt?: string;
  recipients: string[];
  events: Event[];
}

export interface SetAside {
  at: string;
  why: string;
  raw: string;
}

export interface EventStore {
  /**
   * Durable once resolved. An event already there is counted, not stored twice: one with the same id; or one with the same
   * fingerprint (`fingerprintOf`), none of whose reports came by this road. Two publications of an open or click on one road are two events.
   */
  add(arrivals: readonly Arrival[]): Promise<{ added: number; duplicates: number }>;
  /** Keeps what was genuine but unreadable, so that it can be looked at and imported later. */
  setAside(items: readonly SetAside[]): Promise<void>;
  /** Stories whose message id equals the key, or that had the key as a recipient (case-insensitive); newest first. */
  find(key: string, limit?: number): Promise<Story[]>;
  /** Newest stories first. */
  recent(limit: number): Promise<Story[]>;
  counts(): Promise<{ events: number; messages: number; setAside: number }>;
  close(): Promise<void>;
}

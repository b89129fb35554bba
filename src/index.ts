/** The library: what other programs may build on. Nothing else is public. */
export type { Event, EventType, MailFacts, Unreadable } from './events/event.ts';

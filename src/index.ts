/** The library: what other programs may build on. Nothing else is public. */
export type { Event, EventType, MailFacts, Unreadable } from './events/event.ts';
export type { FileReport, Finding, Fix, Level, LinkReport, Place } from './lint/finding.ts';
export { applyFixes } from './lint/fix.ts';
export { lint } from './lint/library.ts';
export type { LintOptions } from './lint/lint.ts';
export type { Cause, Evidence, Verdict } from './lint/verdict.ts';

/** The end of a demo: what it counted, and where to go from here. */
import type { Paint } from '../cli/paint.ts';
import type { Story } from '../store/event-store.ts';
import { traceText } from './trace.ts';

/** Every story, then one line of totals. */
export function demoText(messages: Story[], paint: Paint): string {
  return `${traceText({ messages }, paint)}\n\n${totals(messages, paint)}\n${paint.dim(next)}`;
}

const next = 'Nothing is left behind. With your own mail: ses-track demo --template FILE. Against AWS: ses-track setup --help.';

function totals(messages: readonly Story[], paint: Paint): string {
  const events = messages.flatMap(story => story.events);
  const count = (type: string): number => events.filter(event => event.type === type).length;
  const words: [string, string][] = [
    ['Send', 'sent'],
    ['Delivery', 'delivered'],
    ['Bounce', 'bounced'],
    ['Complaint', 'complained about'],
    ['Open', 'opened'],
    ['Click', 'clicked'],
  ];
  const parts = words.map(([type, word]) => `${paint.bold(String(count(type)))} ${word}`);
  const bots = events.filter(({ reader }) => reader === 'bot').length;
  return `${parts.join(', ')}${bots === 0 ? '' : ` (${bots} of these by a bot)`}; every event was signed, verified and stored.`;
}

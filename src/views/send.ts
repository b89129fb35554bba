/** Says what was sent and how to follow it. */
import type { Paint } from '../cli/paint.ts';
import type { Followed } from '../events/follow.ts';

/** What `send --json` prints. Documented in docs/commands/send.md; it only grows. */
export interface SendResult {
  configurationSet: string;
  messages: Followed[];
}

export function sendText({ configurationSet, messages }: SendResult, paint: Paint): string {
  const rows = messages.map(({ messageId, to, events, missing = [] }) => {
    const came =
      events === undefined
        ? ''
        : `  ${missing.length === 0 ? paint.good(events.join(', ')) : paint.bad(`missing ${missing.map(each => each.join(' or ')).join(', ')}`)}`;
    return `${paint.name(messageId)}  ${to}${came}`;
  });
  const next = messages[0] === undefined ? '' : `Next: ses-track trace ${messages[0].messageId}`;
  return [`Sent with configuration set ${configurationSet}:`, ...rows, paint.dim(next)].join('\n');
}

/** Says whether this machine's clock agrees with the one behind the domain: all that is said of time hangs on it. */
import { span } from '../time.ts';
import { type CertCheck, skipped } from './check.ts';

/** The header counts whole seconds and may have been on its way for some. */
const toleranceMs = 60_000;

export const clock: CertCheck = ({ front, edge, now }) => {
  const plain = edge.plain !== undefined && 'status' in edge.plain ? edge.plain.date : undefined;
  const theirs = front?.date ?? plain;
  if (theirs === undefined) return skipped('clock', 'no answer told the time');
  const ahead = now - theirs;
  if (Math.abs(ahead) < toleranceMs) return [{ check: 'clock', level: 'ok', says: "this machine's clock agrees" }];
  return [
    {
      check: 'clock',
      level: 'advice',
      says: `this machine's clock is ${span(ahead)} ${ahead > 0 ? 'ahead of' : 'behind'} the answer's`,
      means: 'Whatever is said here of validity and time left is by this clock. Set it (NTP), or the wrong thing is reported.',
    },
  ];
};

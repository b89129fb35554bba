/** What AWS did not let be read, as a remark: that is unknown, never fine. */
import type { CheckId, Remark } from '../remark.ts';
import type { Asked } from '../scene.ts';

/** @returns the remark for a question that AWS refused, undefined where it answered */
export function unread(check: CheckId, asked: Asked<unknown>): Remark[] | undefined {
  if (asked.kind === 'read') return undefined;
  const { message, hint, code } = asked.trouble;
  return [{ check, level: 'unknown', says: message, ...(hint === '' ? {} : { means: hint }), trouble: code }];
}

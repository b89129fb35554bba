/** What AWS did not let be read, as a remark: that is unknown, never fine. */
import type { CheckId, Remark } from '../remark.ts';
import type { Asked } from '../scene.ts';

/** @param asked a question that AWS refused */
export function unread(check: CheckId, { trouble }: Extract<Asked<unknown>, { kind: 'refused' }>): Remark[] {
  const { message, hint, code } = trouble;
  return [{ check, level: 'unknown', says: message, ...(hint === '' ? {} : { means: hint }), trouble: code }];
}

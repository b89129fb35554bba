/** Names ses-track-ignore comments that hide nothing. `run` finds them, when every other rule has spoken. */
import type { Rule } from '../rule.ts';

export const unusedIgnore: Rule = {
  id: 'unused-ignore',
  level: 'warning',
  about: 'An ignore comment that hides nothing will one day hide the wrong thing.',
  evidence: 'undocumented',
  when: [],
  check: () => undefined,
};

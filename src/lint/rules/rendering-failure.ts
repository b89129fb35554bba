/** Names variables that the template uses and the data lacks: SES then sends nothing. `render` finds them, given --data. */
import type { Rule } from '../rule.ts';

/** AWS: a variable that is missing from the template data is a Rendering Failure. https://docs.aws.amazon.com/ses/latest/dg/send-personalized-email-api.html */
export const renderingFailure: Rule = {
  id: 'rendering-failure',
  level: 'error',
  about: 'A variable that the data lacks makes SES drop the whole mail after it was accepted.',
  evidence: 'AWS documented',
  when: [],
  check: () => undefined,
};

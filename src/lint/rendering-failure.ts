/** The rule that `--data` brings: reported by the rendering, registered with the others so that it has a level and a page. */
import type { Rule } from './rule.ts';

export const renderingFailure: Rule = {
  id: 'rendering-failure',
  level: 'error',
  about: 'A template that SES cannot render with this data is not sent at all.',
  evidence: 'AWS documented',
  check: () => {},
};

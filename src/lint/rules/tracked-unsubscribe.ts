/** Finds unsubscribe links that are tracked: leaving counts as a click, and a dead tracking domain keeps people from leaving. */
import type { Link, Rule, RuleContext } from '../rule.ts';
import { addressOf } from '../spot.ts';

const words =
  /unsub(?:scribe|scription)?(?:[^a-z]|$|[a-z]{0,20}url|link)|opt[-_]?out(?:[^a-z]|$)|list[-_]unsub|abmelden|d[eé]sabonn|desinscri|cancel[-_]subscription/i;

export const trackedUnsubscribe: Rule = {
  id: 'tracked-unsubscribe',
  level: 'info',
  about: 'A tracked unsubscribe link counts leaving as a click, and fails when the tracking domain does.',
  evidence: 'undocumented',
  check(context) {
    for (const link of context.links) {
      if (link.verdict === 'untracked' || link.cause === 'no-track-value' || !leavesList(context, link)) continue;
      context.report({
        at: addressOf(link),
        message:
          'an unsubscribe link that is tracked counts leaving as a click, and nobody can leave while the tracking domain is down: write ses:no-track on it',
      });
    }
  },
};

function leavesList(context: RuleContext, link: Link): boolean {
  return (
    words.test(context.address(link).url) || link.placeholders.some(each => each.kind === 'output' && context.meaning(each).ses === 'unsubscribe-url')
  );
}

/** Finds sign-in, reset and confirmation links that are tracked: their secret goes into every click event. */
import type { Link, Rule, RuleContext } from '../rule.ts';
import { addressOf } from '../spot.ts';

const purpose =
  /magic[-_]?link|passwordless|(?:reset|forgot|recover|change|set|new|edit)[-_/]?(?:my[-_])?password|password[-_/]?(?:reset|recover|change|edit|new)|pwd?[-_]?reset|(?:verify|verification|confirm|confirmation|activate|activation|validate)(?:[-_/]?(?:e-?mail|account|address|user|identity|registration|sign[-_]?up))|(?:e-?mail|account)[-_/]?(?:verify|verification|confirm|confirmation|activat\w+)|sign[-_]?in[-_/]?(?:verify|link|token|with)|log[-_]?in[-_/]?(?:link|token|verify)|one[-_]?time|\botp\b|accept[-_]?invit\w*|invit\w*[-_/]?(?:accept|token)|unlock[-_/]?account|account[-_/]?recovery/i;
const secretName = /(?:^|[?&;/_.-])(?:[\w.-]*?[-_]?)?(?:token|otp|secret|ticket|nonce|magic|signature|sig|jwt|code)=/i;

export const trackedSecret: Rule = {
  id: 'tracked-secret',
  level: 'info',
  about: 'The secret of a tracked sign-in or reset link goes into every click event, and scanners that follow it use it up.',
  evidence: 'undocumented',
  check(context) {
    for (const link of context.links) {
      if (link.verdict === 'untracked' || link.cause === 'no-track-value' || !isSecret(context, link)) continue;
      context.report({
        at: addressOf(link),
        message:
          'this looks like a link that signs in or confirms: tracked, its secret goes into every click event (SNS, logs, databases). Write ses:no-track on it',
      });
    }
  },
};

const lookLimit = 4096;

/** A purpose that needs a secret, together with one: a parameter's name, or an address that comes from data. */
function isSecret(context: RuleContext, link: Link): boolean {
  const { cause, placeholders } = link;
  // No address that means something is longer, and what these forms cost grows with the square of it.
  const url = context.address(link).url.slice(0, lookLimit);
  // A lone word is cheaper to look for than the whole form.
  if (!/pass|pw|magic|verif|confirm|activ|valid|sign|log|time|otp|invit|unlock|recover/i.test(url)) return false;
  if (cause === 'placeholder-whole')
    return placeholders.some(each => each.kind === 'output' && purpose.test(spaced(context.meaning(each).text.slice(0, lookLimit))));
  if (!purpose.test(url)) return false;
  return placeholders.length > 0 || secretName.test(url) || /[/=][A-Za-z0-9_~-]{24,}(?:[/?&#]|$)/.test(url);
}

/** `resetPasswordUrl` → `reset_password_url`. */
const spaced = (text: string): string => text.replace(/([a-z])([A-Z])/g, '$1_$2');

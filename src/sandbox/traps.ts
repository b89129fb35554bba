/** Every misbehaviour of AWS that a world can switch on, by name; unknown names are refused. Default: polite. */
import { Trouble } from '../errors.ts';

export interface Trap {
  /** Which of the numbered traps of AWS's control plane it is, those of the documentation; none for what a front shows its readers. */
  number?: number;
  /** What AWS then does, one sentence. */
  says: string;
}

/** Switches. What AWS always does is no switch but how the sandbox behaves: see `always`. */
export const traps = {
  'ses-throttle': { number: 1, says: "SES's control plane takes one call a second and answers 429 to the rest, without a hint how long to wait." },
  'ses-parent-domain': { number: 3, says: 'A tracking domain below a verified domain is accepted too.' },
  'ses-tracking-stays': { number: 3, says: 'Putting empty tracking options does not clear them.' },
  'sns-policy-lag': { number: 4, says: 'For three seconds after its policy was set SES cannot publish to a topic yet.' },
  'ses-role-lag': { number: 5, says: 'For ten seconds after SES first hears of a role it could not assume it.' },
  'ses-dkim-slow': { number: 8, says: 'SES takes 73 hours to see the DKIM records of a domain.' },
  'sns-unreachable': { number: 12, says: 'An endpoint that does not answer is refused at Subscribe.' },
  'sns-throttle': { number: 12, says: 'SNS keeps its published rates: 100 Subscribe, 30 lists, 10 tag calls a second.' },
  'sqs-recreate-wait': { number: 13, says: "A deleted queue's name cannot be taken again for 60 seconds." },
  'sqs-policy-lag': { number: 13, says: 'For 60 seconds after a queue was changed its new policy lets nobody in.' },
  'acm-record-delay': { number: 14, says: 'The validation record comes 25 seconds after the request, its whole option after 12.' },
  'acm-slow': { number: 15, says: 'ACM issues 75 minutes after it saw the record.' },
  'acm-in-use-lingers': { number: 17, says: 'For two minutes after its distribution let go of it a certificate is still in use.' },
  'acm-delete-lag': { number: 17, says: 'A deleted certificate is still shown for 20 seconds.' },
  'cloudfront-certificate-lag': { number: 18, says: 'CloudFront refuses a certificate for a minute after it was issued.' },
  'cloudfront-slow': { number: 19, says: 'A distribution takes 14 minutes to be Deployed.' },
  'cloudfront-stale-invalid': { number: 20, says: 'A stale ETag gives InvalidIfMatchVersion (400) in place of PreconditionFailed (412).' },
  'cloudfront-delete-lag': { number: 21, says: 'A disabled distribution cannot be deleted for half a minute after it is Deployed.' },
  'cloudfront-alias-elsewhere': { number: 22, says: 'Every alias that no distribution of the account has belongs to another account.' },
  'cloudfront-reference-lingers': { number: 22, says: "A deleted distribution's caller reference still counts as used." },
  'cloudfront-throttle': { number: 23, says: 'CloudFront throttles one call in four, at random.' },
  'route53-throttle': {
    number: 24,
    says: "Route 53 keeps its token buckets: 50 calls at once, ten more a second, fewer for a zone's own making and unmaking.",
  },
  'route53-overlap': { number: 25, says: 'A change within two seconds of another to the same zone is refused as PriorRequestNotComplete.' },
  'route53-slow-insync': { number: 26, says: 'A change takes five minutes to be INSYNC.' },
  'ses-8bit': { says: 'With tracking on, every byte of an 8bit part that is not ASCII becomes `?`.' },
  'ses-sandboxed': { says: "The account is in SES's own sandbox: 200 messages a day, to verified addresses and the mailbox simulator alone." },
  'ses-probation': { says: 'AWS has the account under review; it still sends.' },
  'ses-shutdown': { says: "AWS has stopped the account's sending." },
  'ses-quota-used': { says: 'The sending quota of the last 24 hours is used up.' },
  'ses-dkim-lost': { says: 'SES does not find the DKIM records of any domain any more; what is verified stays so for now.' },
  'edge-expired-certificate': { says: 'The edge shows a certificate that ended yesterday.' },
  'edge-wrong-certificate': { says: "The edge shows CloudFront's own certificate in place of the distribution's." },
  'acm-renewal-stuck': { says: 'A renewal that is due waits for its validation whatever DNS shows, and fails when the certificate ends.' },
  'web-acl-refuses': { says: 'The rules of every web ACL match: a distribution that has one answers 403.' },
  'dns-moved': { says: "The registrar names another provider's servers: DNS goes on showing what the account's zones held when it was switched on." },
  'dns-silent': { says: "The servers of the account's zones do not answer: every resolver says SERVFAIL." },
} as const satisfies Record<string, Trap>;

export type TrapName = keyof typeof traps;

/** What has no switch: the sandbox always does it. By the same numbers. */
export const always: Readonly<Record<number, string>> = {
  2: 'What exists already is refused with 400, what is not there with 404; creating a set again changes nothing.',
  3: 'Tracking options are refused in this order: no domain, domain not verified, unknown policy.',
  4: 'SES publishes a plain-text test message when a destination is made, and refuses a topic it cannot publish to.',
  6: 'Only the default bus, one destination a destination, at least one event type.',
  7: 'Names of sets and destinations are at most 64 letters, digits, _ and -.',
  8: 'A domain identity is verified once DNS shows its three DKIM records.',
  9: 'Without a policy the pixel is on http and links keep their scheme.',
  10: 'A paused set and an unverified sender are refused at the send.',
  11: 'Nothing is delivered before a subscription is confirmed; the list says PendingConfirmation.',
  12: 'Messages have signature version 1 until the topic says 2; a topic made again with other attributes is refused.',
  14: 'The validation record comes some seconds after the request.',
  15: 'A certificate waits for its record in DNS, and gives up after 72 hours.',
  16: 'An idempotency token holds for an hour and has letters, digits and _ only.',
  17: 'A certificate in use cannot be deleted.',
  18: 'A distribution takes an issued certificate of us-east-1 that is for its aliases, and no other.',
  19: 'Every change sets InProgress; the edges serve what was there before until it is Deployed.',
  20: 'An update is the whole configuration with the ETag of a fresh read; the caller reference cannot change.',
  21: 'Only a disabled, Deployed distribution is deleted, with its new ETag.',
  22: 'One distribution an alias; a record that leads to another distribution stands in the way; functions run on the raw path.',
  26: 'DNS shows a change when it is INSYNC.',
  27: 'A batch is all or nothing, a deletion must match TTL and values, names come back in lower case with `\\052`.',
  28: 'IAM lets everybody do everything but what --deny names; that its changes come late shows as ses-role-lag.',
};

function isTrap(name: string): name is TrapName {
  return Object.hasOwn(traps, name);
}

/** Names as somebody typed them. @throws Trouble `sandbox.unknown-trap` for the first that is none */
export function readTraps(names: Iterable<string>): TrapName[] {
  return [...names].map(name => {
    if (isTrap(name)) return name;
    throw new Trouble('sandbox.unknown-trap', `no trap is called ${name}`, `Choose among ${Object.keys(traps).join(', ')}.`);
  });
}

/** Whether webhooks can be reached. Nothing is posted: a webhook may take any post for an event. */
import type { TlsFailure } from '../../outside/index.ts';
import { check, type Outcome, ok, problem, unknown } from '../check.ts';
import { ofEveryWebhook } from '../webhooks.ts';

export const webhookReachable = check({
  id: 'webhook-reachable',
  about: 'whether webhooks can be reached',
  hop: 'webhook',
  symptoms: ['no-events', 'pending'],
  iam: [],
  look: scene =>
    ofEveryWebhook(scene, (address, seen) => {
      if (seen.kind === 'failed') return failed(address, seen);
      if (!isPrivate(seen.peer.address)) return ok(`webhook ${address} answers at ${seen.peer.address}`);
      // AWS: SNS does not support private endpoints. <https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html>
      return unknown(`webhook ${address} is at the private address ${seen.peer.address} from here`, {
        means:
          'SNS posts over the public internet alone. Where DNS tells the world the same address, no event arrives; a queue (--queue) needs no address.',
      });
    }),
});

/** What fails for everyone is a problem; what may fail on the way from here alone is not known. */
function failed(address: string, { cause, why }: TlsFailure): Outcome {
  const means =
    'SNS cannot post to it either: events go to the dead-letter queue where there is one, else they are lost. Start it, or mend its name or its TLS.';
  if (cause === 'no-name') return problem('events', `webhook ${address} has no address in DNS`, { means });
  // What a firewall may do to this machine alone is said to be so; nobody who is turned away here knows more.
  const orFirewall = cause === 'refused' || cause === 'closed' ? ' A firewall that lets SNS in and turns this machine away looks the same.' : '';
  if (cause === 'refused' || cause === 'closed' || cause === 'no-tls' || cause === 'protocol' || cause === 'alert')
    return problem('events', `webhook ${address} cannot be reached: ${why}`, { means: `${means}${orFirewall}` });
  return unknown(`whether webhook ${address} can be reached is not known: ${why}`, {
    means: 'A firewall that lets SNS in and this machine not looks the same. Ask from where the internet is.',
  });
}

function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|127\.|\[(::1\]|f[cd]|fe80:))/i.test(address);
}

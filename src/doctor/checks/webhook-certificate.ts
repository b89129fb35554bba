/** Whether webhooks show a certificate that SNS can trust. */
import { dayMs, span } from '../../cert/time.ts';
import { check, ok, problem, skipped } from '../check.ts';
import { ofEveryWebhook } from '../webhooks.ts';

const weekMs = 7 * dayMs;

export const webhookCertificate = check({
  id: 'webhook-certificate',
  about: 'whether webhooks show a certificate that SNS can trust',
  hop: 'webhook',
  symptoms: ['no-events', 'pending'],
  iam: [],
  look: scene =>
    ofEveryWebhook(scene, (address, seen) => {
      if (seen.kind === 'failed') return skipped(`webhook ${address} showed no certificate`);
      const { refusals, chain } = seen.peer;
      if (refusals.length > 0)
        return problem('events', `the certificate of webhook ${address} is refused: ${refusals.map(({ why }) => why).join('; ')}`, {
          means: 'SNS posts nothing to a server whose certificate it does not trust.',
        });
      // Of what it sends besides, something may have ended that nobody needs: an old cross-signed root, most often.
      const [leaf] = chain;
      if (leaf === undefined) return skipped(`webhook ${address} showed no certificate`);
      const left = leaf.notAfter - scene.clock.now();
      if (left > weekMs) return ok(`the certificate of webhook ${address} is good`);
      return problem('soon', `the certificate of webhook ${address} ends in ${span(left)}`, {
        means: 'From then on SNS posts nothing to it. Renew it.',
      });
    }),
});

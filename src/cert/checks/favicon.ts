/** Says whether SES itself answers through the domain, by the proof that AWS gives: HEAD /favicon.ico. */
import { isConnected } from '../scene.ts';
import { type CertCheck, skipped, withConnect } from './check.ts';

export const favicon: CertCheck = scene => {
  const { front } = scene;
  if (front === undefined) return skipped('favicon', isConnected(scene) ? withConnect : 'no address to ask');
  if (front.state === 'proven') return [{ check: 'favicon', level: 'ok', says: front.why }];
  // Said already, where it counts.
  if (front.state === 'certificate') return skipped('favicon', 'nothing is sent to a front whose certificate does not hold');
  if (front.state === 'no-address') return skipped('favicon', 'the name leads to no address');
  return [
    {
      check: 'favicon',
      level: 'advice',
      says: `HEAD /favicon.ico: ${front.why}`,
      // AWS: <https://docs.aws.amazon.com/ses/latest/dg/configure-custom-open-click-domains.html>
      means:
        'The certificate does not tell whether links work; this does: SES answers it with its region and with https where the front is right. `ses-track setup --check` tells which part of the front differs.',
    },
  ];
};

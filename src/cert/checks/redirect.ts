/** Says what a plain http link of the domain meets: an answer, the way to https, or a refusal that loses it. */
import { isConnected } from '../scene.ts';
import { type CertCheck, skipped, withConnect } from './check.ts';

export const redirect: CertCheck = scene => {
  const { plain } = scene.edge;
  if (plain === undefined) return skipped('redirect', isConnected(scene) ? withConnect : 'plain http was not asked');
  const check = 'redirect' as const;
  // AWS: under an optional HTTPS policy the open pixel is asked for over http. <SESv2 API, TrackingOptions.HttpsPolicy>
  const lost =
    'Open pixels, and links of mails that were sent while the HTTPS policy was optional, come over http and are lost. Let the front redirect http to https, or answer it.';
  if ('failed' in plain) return [{ check, level: 'ok', says: `plain http is not answered: ${plain.failed}` }];
  const { status, location } = plain;
  if (status < 300 || status >= 400 || location === undefined) {
    if (status === 403 || status >= 500) return [{ check, level: 'advice', says: `plain http answers ${status}`, means: lost }];
    return [{ check, level: 'ok', says: `plain http answers ${status}` }];
  }
  const target = URL.canParse(location, `http://${scene.domain}/`) ? new URL(location, `http://${scene.domain}/`) : undefined;
  if (target?.protocol === 'https:' && target.hostname === scene.domain) return [{ check, level: 'ok', says: 'plain http leads to https' }];
  return [{ check, level: 'advice', says: `plain http leads to ${location} (${status}), not to https of the same name`, means: lost }];
};

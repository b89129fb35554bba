/** Says where DNS and TLS are led elsewhere, so that nobody takes what is found there for the world. */
import type { Outside } from '../outside/index.ts';

/** A sentence; undefined where both are the system's own. */
export function elsewhere({ dns, tls }: Pick<Outside, 'dns' | 'tls'>): string | undefined {
  const vias = [dns.via, tls.via].filter(via => via !== undefined);
  return vias.length === 0 ? undefined : `DNS and HTTPS are looked for at ${vias.join(' and ')}, as SES_TRACK_DNS and SES_TRACK_CONNECT_TO say.`;
}

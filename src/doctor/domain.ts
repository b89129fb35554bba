/** What cert-check looks at, as the doctor sees it: the tracking domain from outside and from AWS, everything read once. */
import { askAws } from '../cert/ask-aws.ts';
import { type Gathered, gather } from '../cert/gather.ts';
import type { CertScene } from '../cert/judge.ts';
import type { Look } from '../observe/look.ts';
import type { AskedTracking } from '../setup/front-wants.ts';
import type { Scene } from './scene.ts';

/** Where the front is CloudFront AWS is asked as well. */
async function lookedAt(look: Look, domain: string, region: string, front: AskedTracking['front']): Promise<Gathered> {
  return gather(look.network, domain, { region, ...(front === 'own' ? {} : { askAws: edge => askAws(look, domain, edge) }) });
}

/** The scene of a judgement. */
export async function domainScene({ look, region, clock, certLimits }: Scene, { domain, front }: AskedTracking): Promise<CertScene> {
  return { ...(await look.at(lookedAt, domain, region, front)), now: clock.now(), ...certLimits };
}

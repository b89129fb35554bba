/** Proves a front: asks it for the favicon until SES answers as it should, or says in the end what it answered. */
import { Trouble } from '../errors.ts';
import { type Front, front } from '../observe/front.ts';
import type { Look } from '../observe/look.ts';
import type { Hands } from './resource.ts';
import { until } from './wait.ts';

/** What a proven front answers, in the words of observe/front. */
export function provenWords(region: string): string {
  return `SES in ${region} answers over https`;
}

/** The favicon of a domain, asked at that place: the distribution's own name, or where DNS leads. */
export function frontAt({ network }: Look, domain: string, region: string, connectTo: string): Promise<Front> {
  return front(network, domain, { region, connectTo });
}

export interface ProofWanted {
  domain: string;
  region: string;
  /** Where to connect now; null where DNS leads nowhere yet. */
  place(): Promise<string | null>;
  timeoutMs: number;
  usually: string;
  hint: string;
  byHand?: string;
}

/** Throws Trouble `setup.unproven` with what was answered last. */
export async function proven(hands: Hands, { domain, region, place, timeoutMs, usually, hint, byHand }: ProofWanted): Promise<void> {
  let last = `${domain} leads nowhere in DNS`;
  const awaited = { what: `SES to answer through ${domain}`, usually, timeoutMs, ...(byHand === undefined ? {} : { byHand }) };
  try {
    await until(hands, awaited, async () => {
      const connectTo = await place();
      if (connectTo === null) return undefined;
      const found = await front(hands.network, domain, { region, connectTo, signal: hands.signal });
      last = found.why;
      return found.state === 'proven' ? true : undefined;
    });
  } catch (error) {
    if (!(error instanceof Trouble) || error.code !== 'setup.timeout') throw error;
    throw new Trouble('setup.unproven', `the front of ${domain} is not proven: ${last}`, hint, { cause: error });
  }
}

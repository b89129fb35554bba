/** Opens AWS for cert-check; loaded for --aws alone, so that without it no SDK and no credential is looked for. */
import { askAws } from '../cert/ask-aws.ts';
import type { Gathering } from '../cert/gather.ts';
import type { AcmHalf } from '../cert/scene.ts';
import type { AwsChoice } from '../config/aws.ts';
import type { Edge } from '../observe/edge.ts';
import { lookAt } from '../observe/look.ts';
import type { Outside } from '../outside/index.ts';

export interface CertAws {
  ask(domain: string, edge: Edge): Promise<AcmHalf>;
  close(): void;
}

/** @param choice its region is not needed: ACM is asked in us-east-1, CloudFront and Route 53 have none */
export async function openAws(outside: Outside, choice: AwsChoice, { timeoutMs, signal }: Gathering): Promise<CertAws> {
  const aws = await outside.aws({ region: 'us-east-1', ...choice, signal: outside.signal });
  // Each fact once, however many domains ask for it.
  const look = lookAt({ aws, network: outside });
  const dns = { ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(signal === undefined ? {} : { signal }) };
  return { ask: (domain, edge) => askAws(look, domain, edge, dns), close: () => aws.close() };
}

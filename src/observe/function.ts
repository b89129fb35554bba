/** Reads a CloudFront function: how it is described, and the code that the edges run. */
import { orAbsent } from './absent.ts';
import type { Look } from './look.ts';

export interface EdgeFunction {
  name: string;
  arn: string;
  comment: string;
  /** `cloudfront-js-2.0` */
  runtime: string;
  /** Of the stage under work; an update names it. */
  etag: string;
}

/** As it was last written, published or not. */
export async function edgeFunction({ aws }: Look, name: string): Promise<EdgeFunction | 'absent'> {
  const [cloudfront, { DescribeFunctionCommand }] = await Promise.all([aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
  const found = await orAbsent(cloudfront.send(new DescribeFunctionCommand({ Name: name, Stage: 'DEVELOPMENT' })));
  if (found === 'absent') return 'absent';
  const { FunctionConfig: config, FunctionMetadata: metadata } = found.FunctionSummary ?? {};
  return { name, arn: metadata?.FunctionARN ?? '', comment: config?.Comment ?? '', runtime: config?.Runtime ?? '', etag: found.ETag ?? '' };
}

/** The published code; what was never published is absent. */
export async function liveCode({ aws }: Look, name: string): Promise<string | 'absent'> {
  const [cloudfront, { GetFunctionCommand }] = await Promise.all([aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
  const found = await orAbsent(cloudfront.send(new GetFunctionCommand({ Name: name, Stage: 'LIVE' })));
  return found === 'absent' ? 'absent' : new TextDecoder().decode(found.FunctionCode);
}

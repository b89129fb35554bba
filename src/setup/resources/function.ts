/** The CloudFront function that gives decoded links their encoding back: written, then published. */
import type { FunctionConfig } from '@aws-sdk/client-cloudfront';
import { awsErrorName } from '../../aws/trouble.ts';
import { repairCode } from '../../links/repair-code.ts';
import { liveCode, edgeFunction as readFunction } from '../../observe/function.ts';
import { type Look, lookAt } from '../../observe/look.ts';
import { commentOf, ownerIn } from '../owner.ts';
import type { Fields } from '../ref.ts';
import { type Hands, resource } from '../resource.ts';

export type FunctionFields = Fields & {
  runtime: string;
  /** `as shipped` where the published code is ours, byte for byte. */
  code: string;
};

export const edgeFunction = resource<FunctionFields>({
  kind: 'function',
  replaceOn: [],
  isFront: true,
  iam: [
    'cloudfront:DescribeFunction',
    'cloudfront:GetFunction',
    'cloudfront:CreateFunction',
    'cloudfront:UpdateFunction',
    'cloudfront:PublishFunction',
    'cloudfront:DeleteFunction',
    'cloudfront:TagResource',
  ],
  usually: 'a few seconds',

  async read(look, { name }) {
    const [found, code] = await Promise.all([look.at(readFunction, name), published(look, name)]);
    if (found === 'absent') return undefined;
    return {
      fields: { runtime: found.runtime, code },
      outputs: { arn: found.arn },
      owner: ownerIn(found.comment),
    };
  },

  async create({ aws }, { name, deployment = '' }) {
    const [cloudfront, { CreateFunctionCommand }] = await Promise.all([aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
    const made = await cloudfront.send(
      new CreateFunctionCommand({
        Name: name,
        FunctionConfig: config(deployment),
        FunctionCode: new TextEncoder().encode(repairCode),
        Tags: { Items: [{ Key: 'ses-track', Value: deployment }] },
      }),
    );
    await publish({ aws }, name, made.ETag);
    return { arn: made.FunctionSummary?.FunctionMetadata?.FunctionARN ?? '' };
  },

  async update(hands, { name, deployment = '' }) {
    const [cloudfront, { UpdateFunctionCommand }] = await Promise.all([hands.aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
    const found = await readFunction(lookAt(hands), name);
    const made = await cloudfront.send(
      new UpdateFunctionCommand({
        Name: name,
        IfMatch: found === 'absent' ? undefined : found.etag,
        FunctionConfig: config(deployment),
        FunctionCode: new TextEncoder().encode(repairCode),
      }),
    );
    await publish(hands, name, made.ETag);
  },

  async destroy(hands, { name }) {
    const [cloudfront, { DeleteFunctionCommand }] = await Promise.all([hands.aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
    const found = await readFunction(lookAt(hands), name);
    if (found === 'absent') return;
    try {
      await cloudfront.send(new DeleteFunctionCommand({ Name: name, IfMatch: found.etag }));
    } catch (error) {
      // The front of another domain of this deployment uses it still; it stays.
      if (!/InUse$|^NoSuch/.test(awsErrorName(error) ?? '')) throw error;
    }
  },
});

/** What the edges run under that name, beside what was shipped. */
export async function published(look: Look, name: string): Promise<'as shipped' | 'other code' | 'not published'> {
  const code = await look.at(liveCode, name);
  if (code === 'absent') return 'not published';
  return code === repairCode ? 'as shipped' : 'other code';
}

/** AWS: only what is published runs, and only what is published can be attached to a distribution. */
async function publish({ aws }: Pick<Hands, 'aws'>, name: string, etag: string | undefined): Promise<void> {
  const [cloudfront, { PublishFunctionCommand }] = await Promise.all([aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
  await cloudfront.send(new PublishFunctionCommand({ Name: name, IfMatch: etag }));
}

function config(deployment: string): FunctionConfig {
  // AWS: rawQueryString() is there since runtime 2.0.
  return { Comment: commentOf(deployment, 'repairs links that a mail client decoded'), Runtime: 'cloudfront-js-2.0' };
}

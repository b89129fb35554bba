/** CloudFront's operations on tags: distributions and functions have them, policies do not. */
import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-cloudfront';
import { type Answer, type Call, fault, type Handlers } from '../../wire/handler.ts';
import { cloudFrontOf, functionByArn } from './state.ts';

function tagsOf(arn: string | undefined, { world }: Call): Map<string, string> {
  if (!/^arn:aws:cloudfront::\d{12}:(distribution|function)\/\S+$/.test(arn ?? ''))
    throw fault('InvalidArgument', 'The resource is not one that can be tagged.');
  const found = [...cloudFrontOf(world).distributions.values()].find(one => one.arn === arn) ?? functionByArn(world, arn);
  if (found === undefined) throw fault('NoSuchResource', 'The specified resource does not exist.');
  return found.tags;
}

export const tagHandlers = {
  TagResource({ Resource, Tags }: TagResourceCommandInput, call: Call): Answer<TagResourceCommandOutput> {
    const tags = tagsOf(Resource, call);
    const wanted = (Tags?.Items ?? []).map(tag => [tag.Key ?? '', tag.Value ?? ''] as const);
    if (new Set([...tags.keys(), ...wanted.map(([key]) => key)]).size > 50) throw fault('InvalidTagging', 'A resource may have 50 tags.');
    for (const [key, value] of wanted) tags.set(key, value);
    return {};
  },

  UntagResource({ Resource, TagKeys }: UntagResourceCommandInput, call: Call): Answer<UntagResourceCommandOutput> {
    const tags = tagsOf(Resource, call);
    for (const key of TagKeys?.Items ?? []) tags.delete(key);
    return {};
  },

  ListTagsForResource: ({ Resource }: ListTagsForResourceCommandInput, call: Call): Answer<ListTagsForResourceCommandOutput> => ({
    Tags: { Items: [...tagsOf(Resource, call)].map(([Key, Value]) => ({ Key, Value })) },
  }),
} satisfies Handlers;

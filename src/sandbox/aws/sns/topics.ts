/** SNS's operations on topics and their tags. */
import type {
  CreateTopicCommandInput,
  CreateTopicResponse,
  DeleteTopicCommandInput,
  GetTopicAttributesCommandInput,
  GetTopicAttributesResponse,
  ListTagsForResourceCommandInput,
  ListTagsForResourceResponse,
  ListTopicsCommandInput,
  ListTopicsResponse,
  RemovePermissionCommandInput,
  SetTopicAttributesCommandInput,
  TagResourceCommandInput,
  UntagResourceCommandInput,
} from '@aws-sdk/client-sns';
import { isObject, parseJson } from '../../../events/json.ts';
import { type Call, fault, type Handlers } from '../../wire/handler.ts';
import { checkTopicAttribute, invalid, page, type Topic, topicAttributes, topicOf, topics } from './topic.ts';

const pageSize = 100;

function taggedTopic(arn: string | undefined, call: Call): Topic {
  try {
    return topicOf(arn, call);
  } catch {
    // AWS: the tagging calls have their own word for a topic that is not there.
    throw fault('ResourceNotFoundException', 'Resource does not exist');
  }
}

export const topicHandlers: Handlers = {
  CreateTopic({ Name, Attributes, Tags }: CreateTopicCommandInput, { world, region }: Call): CreateTopicResponse {
    const name = Name ?? '';
    const wanted = new Map(Object.entries(Attributes ?? {}));
    const isFifo = wanted.get('FifoTopic') === 'true';
    const plain = isFifo ? name.replace(/\.fifo$/, '') : name;
    if (!/^[A-Za-z0-9_-]+$/.test(plain) || name.length > 256 || isFifo !== name.endsWith('.fifo')) throw invalid('Topic Name');
    const tags = new Map((Tags ?? []).map(tag => [tag.Key ?? '', tag.Value ?? '']));
    for (const [key, value] of wanted) checkTopicAttribute(key, value);
    const arn = `arn:aws:sns:${region}:${world.account}:${name}`;
    const found = topics(world, region).get(arn);
    if (found !== undefined) {
      // AWS: creating again with other attributes or tags is refused, with fewer it is not.
      const shown = topicAttributes(world, found);
      if ([...wanted].some(([key, value]) => shown[key] !== value))
        throw invalid('Attributes Reason: Topic already exists with different attributes');
      if ([...tags].some(([key, value]) => found.tags.get(key) !== value)) throw invalid('Tags Reason: Topic already exists with different tags');
      return { TopicArn: arn };
    }
    topics(world, region).set(arn, {
      arn,
      name,
      region,
      isFifo,
      attributes: wanted,
      tags,
      subscriptions: [],
      left: new Map(),
      deletedCount: 0,
      sequence: 0,
    });
    return { TopicArn: arn };
  },

  GetTopicAttributes: ({ TopicArn }: GetTopicAttributesCommandInput, call: Call): GetTopicAttributesResponse => ({
    Attributes: topicAttributes(call.world, topicOf(TopicArn, call)),
  }),

  SetTopicAttributes({ TopicArn, AttributeName, AttributeValue }: SetTopicAttributesCommandInput, call: Call): void {
    const topic = topicOf(TopicArn, call);
    const name = AttributeName ?? '';
    if (name === 'FifoTopic') throw invalid('AttributeName');
    // AWS: an empty value takes the attribute back to its default.
    if ((AttributeValue ?? '') === '' && (name === 'KmsMasterKeyId' || name === 'DeliveryPolicy')) topic.attributes.delete(name);
    else {
      checkTopicAttribute(name, AttributeValue ?? '');
      topic.attributes.set(name, AttributeValue ?? '');
    }
  },

  RemovePermission({ TopicArn, Label }: RemovePermissionCommandInput, call: Call): void {
    const topic = topicOf(TopicArn, call);
    const document = parseJson(topicAttributes(call.world, topic)['Policy'] ?? '');
    const statements = isObject(document) && Array.isArray(document['Statement']) ? document['Statement'] : [];
    const left = statements.filter(one => !isObject(one) || one['Sid'] !== Label);
    if (left.length === statements.length) throw fault('NotFoundException', `Statement not found: ${Label}`);
    topic.attributes.set('Policy', JSON.stringify({ ...(isObject(document) ? document : {}), Statement: left }));
  },

  ListTopics({ NextToken }: ListTopicsCommandInput, { world, region }: Call): ListTopicsResponse {
    const { items, next } = page([...topics(world, region).keys()], NextToken, pageSize);
    return { Topics: items.map(arn => ({ TopicArn: arn })), ...next };
  },

  // AWS: deleting a topic that is not there succeeds (the API's own words).
  DeleteTopic({ TopicArn }: DeleteTopicCommandInput, { world, region }: Call): void {
    topics(world, region).delete(TopicArn ?? '');
  },

  ListTagsForResource: ({ ResourceArn }: ListTagsForResourceCommandInput, call: Call): ListTagsForResourceResponse => ({
    Tags: [...taggedTopic(ResourceArn, call).tags].map(([Key, Value]) => ({ Key, Value })),
  }),

  TagResource({ ResourceArn, Tags }: TagResourceCommandInput, call: Call): object {
    const topic = taggedTopic(ResourceArn, call);
    const tags = new Map([...topic.tags, ...(Tags ?? []).map(tag => [tag.Key ?? '', tag.Value ?? ''] as const)]);
    if (tags.size > 50) throw fault('TagLimitExceededException', 'Could not complete request: tag quota of per resource exceeded');
    topic.tags = tags;
    return {};
  },

  UntagResource({ ResourceArn, TagKeys }: UntagResourceCommandInput, call: Call): object {
    const topic = taggedTopic(ResourceArn, call);
    for (const key of TagKeys ?? []) topic.tags.delete(key);
    return {};
  },
};

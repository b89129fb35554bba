/** Settings become wants; what could not work is refused before any call. */
import { expect, test } from 'vitest';
import type { Settings } from '../../src/config/schema.ts';
import { Trouble } from '../../src/errors.ts';
import { inOrder } from '../../src/setup/order.ts';
import { asked, wants } from '../../src/setup/want.ts';

const place = { account: '123456789012', partition: 'aws', region: 'us-east-1' };
const with_ = (sns: NonNullable<NonNullable<Settings['configurationSets']>[number]['sns']>): Settings => ({ configurationSets: [{ sns }] });

function refused(settings: Settings, options?: { allowHttp?: boolean }): Trouble {
  try {
    asked(settings, options);
  } catch (error) {
    if (error instanceof Trouble) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

test('nothing said gives the default names and all ten events', () => {
  expect(wants(asked({}), place).map(({ id }) => id)).toEqual([
    'configuration-set/ses-track',
    'topic/ses-track-events',
    'event-destination/ses-track/ses-track',
  ]);
  expect(asked({}).sets[0]?.events).toHaveLength(10);
});

test('another deployment has names of its own', () => {
  const [set] = asked({ deployment: 'blue' }).sets;
  expect([set?.name, set?.topic, set?.destination]).toEqual(['ses-track-blue', 'ses-track-events-blue', 'ses-track-blue']);
});

test('the destination comes after its set and after the topic with its policy', () => {
  const order = inOrder(wants(asked(with_({ webhooks: ['https://a.example/'] })), place)).map(({ kind }) => kind);
  expect(order.slice(0, 2).sort()).toEqual(['configuration-set', 'topic']);
  expect(order.slice(2)).toContain('event-destination');
});

test('sets that share a topic are named in one policy, and a webhook said twice is one subscription', () => {
  const settings = {
    configurationSets: [
      { name: 'a', sns: { webhooks: ['https://a.example/'] } },
      { name: 'b', sns: { webhooks: ['https://a.example/'] } },
    ],
  };
  const all = wants(asked(settings), place);
  expect(all.filter(({ kind }) => kind === 'subscription')).toHaveLength(1);
  expect(all.find(({ kind }) => kind === 'topic')?.fields).toMatchObject({
    policy: { publishers: ['a', 'b'].map(name => `arn:aws:ses:us-east-1:123456789012:configuration-set/${name}`) },
  });
});

test.each<[string, Settings, string]>([
  ['a FIFO topic', with_({ topic: 'x.fifo', webhooks: [] }), 'topic x.fifo is a FIFO topic, which SES cannot publish to'],
  [
    'the ARN of a FIFO topic',
    with_({ topic: 'arn:aws:sns:us-east-1:1:x.fifo', webhooks: [] }),
    'topic arn:aws:sns:us-east-1:1:x.fifo is a FIFO topic, which SES cannot publish to',
  ],
  ['a topic name with a space', with_({ topic: 'a b', webhooks: [] }), '"a b" cannot be the name of a topic'],
  ['a set name over 64', { configurationSets: [{ name: 'x'.repeat(65) }] }, `"${'x'.repeat(65)}" cannot be the name of a configuration set`],
  ['a set name with a dot', { configurationSets: [{ name: 'a.b' }] }, '"a.b" cannot be the name of a configuration set'],
  ['no events', { configurationSets: [{ events: [] }] }, 'configuration set ses-track lists no events'],
  ['a set twice', { configurationSets: [{ name: 'a' }, { name: 'a' }] }, 'configuration set a is there twice'],
  ['the ARN of a queue', with_({ queue: 'arn:aws:sqs:us-east-1:123456789012:q' }), 'queue "arn:aws:sqs:us-east-1:123456789012:q" is no name'],
  ['a FIFO queue', with_({ queue: 'q.fifo' }), 'queue q.fifo is a FIFO queue, which a standard topic cannot deliver to'],
  ['a queue name with a space', with_({ queue: 'a b' }), '"a b" cannot be the name of a queue'],
  [
    'a queue that is its own dead-letter queue',
    with_({ queue: 'ses-track-dead-letters', deadLetter: true, webhooks: ['https://a.example/'] }),
    'queue ses-track-dead-letters cannot be its own dead-letter queue',
  ],
  ['dead letters of nobody', with_({ deadLetter: true }), 'configuration set ses-track has a dead-letter queue and no webhook that it could serve'],
  [
    'a stream by name',
    { configurationSets: [{ firehose: { stream: 'events', role: 'arn:aws:iam::123456789012:role/ses' } }] },
    '"events" is not the ARN of a Firehose stream',
  ],
  [
    'a role by name',
    { configurationSets: [{ firehose: { stream: 'arn:aws:firehose:us-east-1:123456789012:deliverystream/s', role: 'ses' } }] },
    '"ses" is not the ARN of an IAM role',
  ],
  ['no dimensions', { configurationSets: [{ cloudWatch: { dimensions: [] } }] }, 'cloudWatch of configuration set ses-track has 0 dimensions'],
  [
    'a dimension with a space',
    { configurationSets: [{ cloudWatch: { dimensions: [{ name: 'a b', source: 'message-tag', default: 'none' }] } }] },
    'cloudWatch of configuration set ses-track has a dimension "a b"',
  ],
  [
    'a dimension twice',
    {
      configurationSets: [
        { cloudWatch: { dimensions: ['x', 'y'].map(value => ({ name: 'campaign', source: 'message-tag' as const, default: value })) } },
      ],
    },
    'cloudWatch of configuration set ses-track has the dimension campaign twice',
  ],
])('%s is refused as exit 2', (_name, settings, message) => {
  const trouble = refused(settings);
  expect([trouble.exit, trouble.message]).toEqual([2, message]);
});

test.each([
  ['http://hooks.example.com/', 'is plain http'],
  ['ftp://hooks.example.com/', 'is not a web address'],
  ['hooks.example.com', 'is not a web address'],
  ['https://hooks.example.com/#x', 'has a fragment'],
  ['https://hooks.example.com/a b', 'has characters that do not belong'],
  ['https://höoks.example.com/', 'has characters that do not belong'],
  ['HTTPS://hooks.example.com/', 'has a scheme in capitals'],
])('the webhook %s is refused: it %s', (webhook, why) => {
  expect(refused(with_({ webhooks: [webhook] })).message).toContain(why);
});

test.each([
  'https://user:secret@hooks.example.com/',
  'HTTPS://user:secret@h.example/',
  'ftp://user:secret@h.example/',
  'https://user:secret{@h.example/',
])('the password in the webhook %s is refused and not repeated', webhook => {
  const { message } = refused(with_({ webhooks: [webhook] }));
  expect(message).toContain('…@');
  expect(message).not.toContain('secret');
});

test('a webhook with a user name is told so', () => {
  expect(refused(with_({ webhooks: ['https://user@hooks.example.com/'] })).message).toContain('has a user name or password in it');
});

test('plain http is allowed on this machine when said so, and nowhere else', () => {
  expect(asked(with_({ webhooks: ['http://127.0.0.1:8080/'] }), { allowHttp: true }).sets[0]?.webhooks).toEqual(['http://127.0.0.1:8080/']);
  expect(refused(with_({ webhooks: ['http://hooks.example.com/'] }), { allowHttp: true }).message).toContain('not on this machine');
  expect(refused(with_({ webhooks: ['http://127.0.0.1:8080/'] })).message).toContain('plain http');
});

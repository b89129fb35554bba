/** The topic policy: ours found, compared by meaning, merged without touching the rest. */
import { expect, test } from 'vitest';
import { ourGrant, publishGrant, withGrant, withPublishersOf } from '../../src/setup/resources/policy.ts';

const topic = 'arn:aws:sns:us-east-1:123456789012:t';
const set = (name: string) => `arn:aws:ses:us-east-1:123456789012:configuration-set/${name}`;
const want = publishGrant(topic, '123456789012', [set('b'), set('a')]);

test('what is written reads back as what was wanted', () => {
  expect(ourGrant(withGrant(undefined, topic, '123456789012', want))).toEqual(want);
});

test('order of keys, lists of one and the case of condition keys make no difference', () => {
  const statement = {
    Condition: { StringEquals: { 'aws:sourceArn': [set('b'), set('a')], 'aws:SourceAccount': ['123456789012'] } },
    Resource: [topic],
    Action: ['SNS:Publish'],
    Principal: { Service: ['ses.amazonaws.com'] },
    Effect: 'Allow',
    Sid: 'SesTrackPublish',
  };
  expect(ourGrant(JSON.stringify({ Statement: statement }))).toEqual(want);
});

test.each([
  ['another condition', { Condition: { StringEquals: { 'AWS:SourceAccount': '123456789012' }, Bool: { 'aws:SecureTransport': 'true' } } }],
  ['a deny', { Effect: 'Deny' }],
  ['everybody', { Principal: '*' }],
  ['NotAction', { Action: undefined, NotAction: 'sns:Subscribe' }],
])('%s is a difference', (_name, change) => {
  const policy = JSON.parse(withGrant(undefined, topic, '123456789012', want));
  const statement = { ...policy.Statement[0], ...change };
  expect(ourGrant(JSON.stringify({ Statement: [statement] }))).not.toEqual(want);
});

test("foreign statements and the policy's other members stay as they were; ours is replaced, not doubled", () => {
  const foreign = { Sid: 'theirs', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::1:root' }, Action: 'sns:Subscribe', Resource: topic };
  const before = JSON.stringify({ Version: '2008-10-17', Id: 'x', Statement: [foreign, { Sid: 'SesTrackPublish', Effect: 'Deny' }] });
  const after = JSON.parse(withGrant(before, topic, '123456789012', want));
  expect(after.Version).toBe('2008-10-17');
  expect(after.Id).toBe('x');
  expect(after.Statement[0]).toEqual(foreign);
  expect(after.Statement).toHaveLength(2);
  expect(ourGrant(JSON.stringify(after))).toEqual(want);
});

test.each([undefined, '', 'not json', '[]', '{"Statement":null}', '{"Statement":["x",null,3]}'])(
  'a policy of %j has nothing of ours and can be written over',
  policy => {
    expect(ourGrant(policy)).toBeNull();
    expect(ourGrant(withGrant(policy, topic, '123456789012', want))).toEqual(want);
  },
);

test('publishers that are there stay; what is no configuration set does not', () => {
  const have = publishGrant(topic, '123456789012', [set('other'), 'arn:aws:ses:us-east-1:123456789012:identity/x', '*']);
  expect(withPublishersOf(want, have).publishers).toEqual([set('a'), set('b'), set('other')]);
});

/** A policy weighed as far as it is certain: allowed, refused and why, or not known. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { weigh } from '../../src/doctor/access.ts';
import { isLong } from '../long.ts';

const resource = 'arn:aws:sns:us-east-1:123456789012:ses-track-events';
const setArn = 'arn:aws:ses:us-east-1:123456789012:configuration-set/ses-track';
const access = {
  ...{ service: 'ses.amazonaws.com', action: 'sns:Publish', resource },
  context: { 'aws:sourceaccount': '123456789012', 'aws:sourcearn': setArn },
};
const ours = {
  ...{ Sid: 'SesTrackPublish', Effect: 'Allow', Principal: { Service: 'ses.amazonaws.com' }, Action: 'sns:Publish', Resource: resource },
  Condition: { StringEquals: { 'AWS:SourceAccount': '123456789012', 'AWS:SourceArn': setArn } },
};
const said = (...statements: object[]): string => {
  const verdict = weigh(JSON.stringify({ Version: '2012-10-17', Statement: statements }), access);
  return verdict.kind === 'allowed' ? 'allowed' : `${verdict.kind}: ${verdict.why}`;
};

test.each<[string, object, string]>([
  ['as setup writes it', {}, 'allowed'],
  ['everybody, everything', { Principal: '*', Action: '*', Resource: '*', Condition: undefined }, 'allowed'],
  ['a list of actions in another case, a pattern of ARNs', { Action: ['SNS:Get*', 'SNS:PUBLISH'], Resource: 'arn:aws:sns:*:*:ses-*' }, 'allowed'],
  ['{"AWS": "*"} under conditions of SES', { Principal: { AWS: '*' } }, 'allowed'],
  ['patterns in the condition', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:ses:*:123456789012:configuration-set/*' } } }, 'allowed'],
  ['a condition that lets all but another account in', { Condition: { StringNotEquals: { 'aws:SourceAccount': '2' } } }, 'allowed'],
  ['several accounts, ours among them', { Condition: { StringEquals: { 'aws:SourceAccount': ['2', '123456789012'] } } }, 'allowed'],
  ['ours in whatever case', { Condition: { StringEqualsIgnoreCase: { 'aws:SourceArn': setArn.toUpperCase() } } }, 'allowed'],
  [
    'another in whatever case',
    { Condition: { StringEqualsIgnoreCase: { 'aws:SourceArn': 'arn:x' } } },
    'refused: the statement SesTrackPublish lets ses.amazonaws.com only where aws:SourceArn is arn:x',
  ],
  [
    'two conditions of other accounts',
    { Condition: { StringEquals: { 'aws:SourceAccount': ['2', '3'], 'aws:SourceArn': 'arn:x' } } },
    'refused: the statement SesTrackPublish lets ses.amazonaws.com only where aws:SourceAccount is 2 or 3 and aws:SourceArn is arn:x',
  ],
  [
    'all actions but this one, in capitals',
    { Action: undefined, NotAction: 'SNS:PUBLISH' },
    'refused: no statement of its policy lets ses.amazonaws.com',
  ],
  ['all actions but one', { Action: undefined, NotAction: 'sns:Subscribe' }, 'allowed'],
  ['another service', { Principal: { Service: 'lambda.amazonaws.com' } }, 'refused: no statement of its policy lets ses.amazonaws.com'],
  ['another topic', { Resource: `${resource}-old` }, 'refused: no statement of its policy lets ses.amazonaws.com'],
  ['another action', { Action: 'sns:Subscribe' }, 'refused: no statement of its policy lets ses.amazonaws.com'],
  [
    'another account',
    { Condition: { StringEquals: { 'aws:SourceAccount': '2' } } },
    'refused: the statement SesTrackPublish lets ses.amazonaws.com only where aws:SourceAccount is 2',
  ],
  [
    'one of two conditions',
    { Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' }, ArnEquals: { 'aws:SourceArn': 'arn:x' } } },
    'refused: the statement SesTrackPublish lets ses.amazonaws.com only where aws:SourceArn is arn:x',
  ],
  [
    'a condition of which AWS does not say that SES meets it',
    { Condition: { StringEquals: { 'AWS:SourceOwner': '123456789012' } } },
    'unknown: the statement SesTrackPublish lets it where AWS:SourceOwner is 123456789012',
  ],
  [
    'an operator that is not weighed here',
    { Sid: '', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } },
    'unknown: a statement lets it where aws:SourceIp is 10.0.0.0/8',
  ],
])('one statement: %s', (_, change, verdict) => {
  expect(said({ ...ours, ...change })).toBe(verdict);
});

test('a statement that forbids beats one that allows, if it is meant and certain', () => {
  const deny = { Sid: 'No', Effect: 'Deny', Principal: '*', Action: 'sns:*', Resource: '*' };
  expect(said(ours, deny)).toBe('refused: the statement No forbids it');
  expect(said(ours, { ...deny, Action: 'sns:Subscribe' })).toBe('allowed');
  expect(said(ours, { ...deny, Condition: { StringEquals: { 'aws:SourceAccount': '2' } } })).toBe('allowed');
  expect(said(ours, { ...deny, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })).toBe(
    'unknown: the statement No may forbid it, by aws:SourceIp is 10.0.0.0/8',
  );
});

test('AWS comes with TLS: the usual statement that forbids what comes without it keeps nobody out', () => {
  const deny = { Sid: 'TLS', Effect: 'Deny', Principal: '*', Action: 'sns:*', Resource: '*' };
  expect(said(ours, { ...deny, Condition: { Bool: { 'aws:SecureTransport': 'false' } } })).toBe('allowed');
  expect(said(ours, { ...deny, Condition: { BoolIfExists: { 'AWS:SecureTransport': false } } })).toBe('allowed');
  expect(said(ours, { ...deny, Condition: { Bool: { 'aws:SecureTransport': 'true' } } })).toBe('refused: the statement TLS forbids it');
});

test('no policy lets nobody else in; one that cannot be read is not known', () => {
  expect(weigh(undefined, access)).toEqual({ kind: 'refused', why: 'it has no policy, so that only the account itself may' });
  expect(weigh('{', access)).toEqual({ kind: 'unknown', why: 'its policy cannot be read' });
});

describe('whatever somebody wrote into a policy', () => {
  const key = fc.constantFrom('Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'Condition', 'StringEquals', 'AWS');
  const value = fc.letrec(tie => ({
    any: fc.oneof(
      fc.constantFrom('*', 'Allow', 'Deny', 'sns:Publish', resource, 'ses.amazonaws.com', '(', 1, null, true),
      tie('list'),
      tie('object'),
    ),
    list: fc.array(tie('any'), { maxLength: 3 }),
    object: fc.dictionary(key, tie('any'), { maxKeys: 4 }),
  })).any;

  test('it is weighed and never throws', () => {
    fc.assert(
      fc.property(value, statement => {
        expect(['allowed', 'refused', 'unknown']).toContain(weigh(JSON.stringify({ Statement: statement }), access).kind);
      }),
      { numRuns: isLong ? 5000 : 200 },
    );
  });
});

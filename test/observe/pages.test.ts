/** Every list that AWS gives in pages is read to its end, each page asked for by the word that the last one gave. */
import { expect, test } from 'vitest';
import type { Aws } from '../../src/aws/clients.ts';
import { certificates } from '../../src/observe/certificate.ts';
import { configurationSetNames } from '../../src/observe/configuration-set.ts';
import { distributions } from '../../src/observe/distribution.ts';
import { type Look, lookAt, type Network } from '../../src/observe/look.ts';
import { originRequestPolicies } from '../../src/observe/origin-request-policy.ts';
import { records } from '../../src/observe/record.ts';
import { subscriptions } from '../../src/observe/subscription.ts';
import { zones } from '../../src/observe/zone.ts';

/** A service whose two pages are these, and what it was asked. */
function paged(service: 'ses' | 'sns' | 'acm' | 'cloudfront' | 'route53', pages: readonly object[]): { look: Look; asked: object[] } {
  const asked: object[] = [];
  const client = { send: async ({ input }: { input: object }) => pages[asked.push(input) - 1] ?? {} };
  return { look: lookAt({ aws: { [service]: async () => client } as unknown as Aws, network: {} as Network }), asked };
}

const set = (name: string, Type: string, SetIdentifier: string) => ({ Name: name, Type, SetIdentifier });
const next = { IsTruncated: true, NextRecordName: 'a.example.test.', NextRecordType: 'A', NextRecordIdentifier: 'two' };

test.each([
  {
    ...{ what: 'configuration sets', service: 'ses' as const, read: (look: Look) => configurationSetNames(look), with: { NextToken: 'n' } },
    pages: [{ ConfigurationSets: ['a'], NextToken: 'n' }, { ConfigurationSets: ['b'] }],
  },
  {
    ...{ what: 'subscriptions', service: 'sns' as const, read: (look: Look) => subscriptions(look, 'arn'), with: { NextToken: 'n' } },
    pages: [{ Subscriptions: [{ Endpoint: 'a' }], NextToken: 'n' }, { Subscriptions: [{ Endpoint: 'b' }] }],
  },
  {
    ...{ what: 'certificates', service: 'acm' as const, read: (look: Look) => certificates(look), with: { NextToken: 'n' } },
    pages: [{ CertificateSummaryList: [{ DomainName: 'a' }], NextToken: 'n' }, { CertificateSummaryList: [{ DomainName: 'b' }] }],
  },
  {
    ...{ what: 'distributions', service: 'cloudfront' as const, read: (look: Look) => distributions(look), with: { Marker: 'n' } },
    pages: [{ DistributionList: { Items: [{ Id: 'a' }], IsTruncated: true, NextMarker: 'n' } }, { DistributionList: { Items: [{ Id: 'b' }] } }],
  },
  {
    ...{ what: 'policies', service: 'cloudfront' as const, read: (look: Look) => originRequestPolicies(look), with: { Marker: 'n' } },
    pages: [
      { OriginRequestPolicyList: { Items: [{ OriginRequestPolicy: { Id: 'a' } }], NextMarker: 'n' } },
      { OriginRequestPolicyList: { Items: [{ OriginRequestPolicy: { Id: 'b' } }] } },
    ],
  },
  {
    ...{ what: 'zones', service: 'route53' as const, read: (look: Look) => zones(look), with: { Marker: 'n' } },
    pages: [{ HostedZones: [{ Id: 'a' }], IsTruncated: true, NextMarker: 'n' }, { HostedZones: [{ Id: 'b' }] }],
  },
  {
    ...{ what: 'records of a name', service: 'route53' as const, read: (look: Look) => records(look, 'Z', 'a.example.test') },
    with: { StartRecordName: 'a.example.test.', StartRecordType: 'A', StartRecordIdentifier: 'two' },
    pages: [
      { ResourceRecordSets: [set('a.example.test.', 'A', 'one')], ...next },
      { ResourceRecordSets: [set('a.example.test.', 'A', 'two'), set('b.example.test.', 'A', 'x')] },
    ],
  },
])('$what', async ({ service, read, pages, with: second }) => {
  const { look, asked } = paged(service, pages);
  expect(await read(look)).toHaveLength(2);
  expect(asked).toEqual([expect.not.objectContaining(second), expect.objectContaining(second)]);
});

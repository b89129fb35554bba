/**
 * The resources against moto, through the real SDK over HTTP: made, read back, mended and taken away. What moto does not do is listed in
 * docs/sandbox.md. Takes about ten seconds, so it runs where SES_TRACK_LONG is 1.
 */
import * as acm from '@aws-sdk/client-acm';
import * as cloudfront from '@aws-sdk/client-cloudfront';
import * as route53 from '@aws-sdk/client-route-53';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import type { Aws } from '../../src/aws/clients.ts';
import { connect } from '../../src/aws/connect.ts';
import { lookAt, type Network } from '../../src/observe/look.ts';
import { place as readPlace } from '../../src/observe/place.ts';
import type { Dns } from '../../src/outside/index.ts';
import { apply, type Tools } from '../../src/setup/apply.ts';
import { haveAll } from '../../src/setup/have.ts';
import { makePlan, type Plan } from '../../src/setup/plan.ts';
import type { Want } from '../../src/setup/resource.ts';
import { unmake } from '../../src/setup/unmake.ts';
import { asked, wants } from '../../src/setup/want.ts';
import { isLong } from '../long.ts';
import { motoMissing, startMoto } from './moto-server.ts';

const why = isLong ? motoMissing() : 'only under npm run test:all';

/** moto has no event destinations, no tracking options, no origin request policies, no CloudFront functions, and nothing to prove a front by. */
const kinds = new Set(['configuration-set', 'topic', 'queue', 'subscription', 'identity', 'certificate', 'validation', 'distribution', 'record']);
/** moto takes a topic's signature version and never shows it. */
const unshown = ['topic/ses-track-events', 'signatureVersion'] as const;
/** What moto lacks stands in for itself: the id of AWS's own policy that forwards everything. */
const instead = { originRequestPolicy: '216adef6-5c7f-47e4-b989-5492eafa07d3' };

const settings = {
  configurationSets: [{ sns: { queue: 'events', deadLetter: true, webhooks: ['https://hooks.example.com/'] } }],
  tracking: { domain: 'click.example.test', repairLinks: false },
};

function motoWants(all: readonly Want[]): Want[] {
  return all
    .filter(({ kind }) => kinds.has(kind))
    .map(want => ({
      ...want,
      fields: want.kind === 'distribution' ? { ...want.fields, ...instead } : want.fields,
      needs: want.needs.filter(id => kinds.has(id.split('/')[0] ?? '')),
    }));
}

/** DNS as moto's hosted zone has it. */
function dnsOf(aws: Aws, zoneId: string): Dns {
  return {
    async look(type: string, name: string) {
      if (type === 'NS') return name === 'example.test' ? { kind: 'found', records: ['ns-1.example.test'] } : { kind: 'no-data' };
      const found = await (await aws.route53()).send(new route53.ListResourceRecordSetsCommand({ HostedZoneId: zoneId }));
      const set = found.ResourceRecordSets?.find(each => each.Name === `${name}.` && each.Type === type);
      const records = (set?.ResourceRecords ?? []).map(({ Value = '' }) => Value.replace(/\.$/, ''));
      return records.length === 0 ? { kind: 'no-data' } : { kind: 'found', records };
    },
  } as Dns;
}

/** moto lists distributions without their names, comment and certificate, which AWS tells: they are filled in from each one's own configuration. */
function completeList(edge: cloudfront.CloudFrontClient): void {
  edge.middlewareStack.add(
    (next, context) => async args => {
      const result = await next(args);
      const { DistributionList: list } = result.output as cloudfront.ListDistributionsCommandOutput;
      if (context['commandName'] !== 'ListDistributionsCommand') return result;
      for (const item of list?.Items ?? []) {
        const { DistributionConfig: config } = await edge.send(new cloudfront.GetDistributionConfigCommand({ Id: item.Id }));
        Object.assign(item, { Aliases: config?.Aliases, Comment: config?.Comment, ViewerCertificate: config?.ViewerCertificate });
      }
      return result;
    },
    { step: 'initialize', name: 'completeList' },
  );
}

/** Waits take no time: moto's own transitions do not need them. */
function hastyClock() {
  let now = Date.now();
  return {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
      await new Promise(resolve => setTimeout(resolve, 5));
    },
  };
}

test.skipIf(why !== '')(`a whole life of the resources on moto${why === '' ? '' : ` (skipped: ${why})`}`, { timeout: 120_000 }, async () => {
  const moto = await startMoto();
  const clock = hastyClock();
  const aws = await connect({ endpointUrl: moto.url, region: 'us-east-1' }, clock);
  try {
    const cloud = await Promise.all([aws.acm(), aws.cloudfront(), aws.route53(), aws.sns(), aws.sqs()] as const);
    const [certificates, edge, dns, topics, queues] = cloud;
    completeList(edge);
    const made = await dns.send(new route53.CreateHostedZoneCommand({ Name: 'example.test', CallerReference: 'witness' }));
    const network = { dns: dnsOf(aws, made.HostedZone?.Id ?? ''), tls: {} } as Network;
    const tools: Tools = { aws, network, clock, signal: new AbortController().signal };
    const place = await lookAt(tools).at(readPlace);
    expect(place).toEqual({ account: '123456789012', partition: 'aws', region: 'us-east-1' });
    const wanted = motoWants(wants(asked(settings), place));
    const plan = async () => makePlan(wanted, await haveAll(wanted, lookAt(tools)), { deployment: 'default', place });
    const carryOut = async (what: Plan) => {
      for await (const step of apply(what, tools)) expect(step.state, `${step.title}: ${step.note}`).not.toBe('failed');
    };
    const differing = ({ changes }: Plan) =>
      changes.filter(({ action }) => action !== 'none').map(({ id, fields }) => [id, ...fields.map(({ path }) => path)]);

    const first = await plan();
    expect(new Set(first.changes.map(({ action }) => action))).toEqual(new Set(['create']));
    await carryOut(first);

    const second = await plan();
    expect(differing(second)).toEqual([[...unshown]]);

    // One field of each kind changes under us; each is found and mended.
    const topicArn = `arn:aws:sns:us-east-1:${place.account}:ses-track-events`;
    await topics.send(new sns.SetTopicAttributesCommand({ TopicArn: topicArn, AttributeName: 'Policy', AttributeValue: '{}' }));
    const { QueueUrl } = await queues.send(new sqs.GetQueueUrlCommand({ QueueName: 'events' }));
    await queues.send(new sqs.SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '' } }));
    const { Subscriptions: [, subscribed] = [] } = await topics.send(new sns.ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
    await topics.send(
      new sns.SetSubscriptionAttributesCommand({
        SubscriptionArn: subscribed?.SubscriptionArn,
        AttributeName: 'RawMessageDelivery',
        AttributeValue: 'true',
      }),
    );
    const { DistributionList } = await edge.send(new cloudfront.ListDistributionsCommand({}));
    const Id = DistributionList?.Items?.[0]?.Id;
    const { DistributionConfig, ETag } = await edge.send(new cloudfront.GetDistributionConfigCommand({ Id }));
    await edge.send(
      new cloudfront.UpdateDistributionCommand({
        Id,
        IfMatch: ETag,
        DistributionConfig: DistributionConfig && { ...DistributionConfig, Enabled: false },
      }),
    );
    const drifted = await plan();
    expect(differing(drifted).map(([id]) => id)).toEqual([
      'distribution/click.example.test',
      'topic/ses-track-events',
      'queue/events',
      expect.stringMatching(/^subscription\//),
    ]);
    await carryOut(drifted);
    expect(differing(await plan())).toEqual([[...unshown]]);

    const end = await plan();
    const removals = end.changes.flatMap(({ id, kind, title, want, have }) =>
      have === null ? [] : [{ id, kind, title, action: 'remove' as const, want, have }],
    );
    for await (const step of unmake({ format: 1, deployment: 'default', place, removals, warnings: [] }, tools))
      expect(step.state, `${step.title}: ${step.note}`).not.toBe('failed');
    expect(new Set((await plan()).changes.map(({ action }) => action))).toEqual(new Set(['create']));
    expect((await certificates.send(new acm.ListCertificatesCommand({}))).CertificateSummaryList).toEqual([]);
    process.stdout.write(`moto: ${wanted.length} things of ${kinds.size} kinds made, read, mended and taken away\n`);
  } finally {
    aws.close();
    await moto.stop();
  }
});

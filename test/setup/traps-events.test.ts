/**
 * The traps of SES, SNS, SQS, IAM and of records, met by a whole setup as its operator sees it; those of the front are in traps.test.ts. Two that a
 * setup cannot meet: 10, a paused set and an unverified sender, are refused at the send; 8, a slow DKIM, has its test with the front.
 */
import * as acm from '@aws-sdk/client-acm';
import * as ses from '@aws-sdk/client-sesv2';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { openStage, type Stage } from './stage.ts';

const domain = 'click.example.test';
const webhook = 'https://hooks.example.com/ses';
const line = `setup --webhook ${webhook}`;
const set = 'ses-track';
type World = {
  sets: { EventDestinations: Record<string, unknown>[] }[];
  topics: { Attributes: Record<string, string>; subscribed: Record<string, unknown>[] }[];
  front: { distributions: unknown[]; certificates: unknown[]; records: string[] };
};
const world = async (stage: Stage) => (await stage.world()) as World;

/** Runs it and asks for the check at its end. */
async function comesThrough(stage: Stage, command: string): Promise<string> {
  const { code, err } = await stage.run(`${command} --yes`);
  expect([code, err]).toEqual([0, expect.any(String)]);
  expect((await stage.run(`${command} --check`)).code).toBe(0);
  return err;
}

describe('SES', () => {
  test('trap 2: a set that somebody else makes at the same moment is not taken over, and the sentence says so', async () => {
    const stage = await openStage();
    await stage.run(`${line} --dry-run`);
    const reads = stage.lastCalls().length;
    let theirs: Promise<unknown> | undefined;
    const { code, err } = await stage.run(`${line} --yes`, {
      // All that would be written at once waits for it.
      async between(n) {
        if (n < reads) return;
        theirs ??= stage.ses.send(new ses.CreateConfigurationSetCommand({ ConfigurationSetName: set, SendingOptions: { SendingEnabled: false } }));
        await theirs;
      },
    });
    expect([code, err]).toEqual([
      5,
      expect.stringContaining(`configuration set ${set} was not made by ses-track, and appeared since the plan was made`),
    ]);
    expect(await comesThrough(stage, `${line} --adopt`)).toContain('tags.ses-track  nothing → default');
  });

  test('trap 4, sns-policy-lag: SES that may not publish yet is asked again', async () => {
    expect(await comesThrough(await openStage({ traps: ['sns-policy-lag'] }), line)).toContain('event destination ses-track of ses-track: create');
  });

  test('traps 5 and 28, ses-role-lag; trap 6: each kind of target is a destination of its own, on the default bus', async () => {
    const stage = await openStage({ traps: ['ses-role-lag'] });
    stage.files.set(
      'ses-track.yaml',
      `configurationSets:
  - sns: { webhooks: ["${webhook}"] }
    eventBridge: true
    firehose: { stream: "arn:aws:firehose:us-east-1:123456789012:deliverystream/events", role: "arn:aws:iam::123456789012:role/ses" }\n`,
    );
    expect(await comesThrough(stage, 'setup')).toContain('IAM to let SES take the role');
    const targets = (await world(stage)).sets[0]?.EventDestinations.map(each => Object.keys(each).filter(key => /Destination$/.test(key)));
    expect(targets?.every(each => each.length === 1)).toBe(true);
    expect((await world(stage)).sets[0]?.EventDestinations).toContainEqual(
      expect.objectContaining({ EventBridgeDestination: { EventBusArn: 'arn:aws:events:us-east-1:123456789012:event-bus/default' } }),
    );
  });

  test('trap 7: a name that SES would not take is refused before any call', async () => {
    const stage = await openStage();
    const { code, err } = await stage.run(`${line} --config-set ${'x'.repeat(65)} --yes`);
    expect([code, err]).toEqual([2, expect.stringContaining('cannot be the name of a configuration set')]);
    expect(stage.sandbox.calls()).toEqual({ read: 0, write: 0 });
  });

  test('trap 9: where pixels are http, the front lets http in', async () => {
    const stage = await openStage({ quick: true });
    const { err } = await stage.run(`setup --domain ${domain} --https-policy optional --yes`);
    expect(err).toMatch(/viewerProtocol +allow-all/);
    expect(JSON.stringify((await world(stage)).front.distributions)).toContain('"ViewerProtocolPolicy":"allow-all"');
  });
});

describe('SNS and SQS', () => {
  test('trap 11: a subscription that waits to be confirmed is seen as the one that was made, not made again', async () => {
    const stage = await openStage({ confirms: false });
    expect((await stage.run(`${line} --yes`)).out).toContain('the webhook has not confirmed');
    await comesThrough(stage, line);
    expect((await world(stage)).topics[0]?.subscribed).toEqual([expect.objectContaining({ Endpoint: webhook, isConfirmed: false })]);
  });

  test('trap 12: a topic of that name with other tags is not touched without --adopt, and then signs with version 2', async () => {
    const stage = await openStage();
    await stage.sns.send(new sns.CreateTopicCommand({ Name: 'ses-track-events', Tags: [{ Key: 'team', Value: 'theirs' }] }));
    const refused = await stage.run(`${line} --yes`);
    expect([refused.code, refused.err]).toEqual([5, expect.stringContaining('topic ses-track-events was not made by ses-track')]);
    await comesThrough(stage, `${line} --adopt`);
    expect((await world(stage)).topics[0]?.Attributes['SignatureVersion']).toBe('2');
  });

  test('trap 12, sns-throttle: at its published rates SNS is not in the way', async () => {
    await comesThrough(await openStage({ traps: ['sns-throttle'] }), line);
  });

  test('trap 13, sqs-recreate-wait and sqs-policy-lag: torn down and set up again at once', async () => {
    const stage = await openStage({ traps: ['sqs-recreate-wait', 'sqs-policy-lag'] });
    await comesThrough(stage, `${line} --queue events`);
    expect((await stage.run(`teardown --queue events --yes`)).code).toBe(0);
    expect((await stage.sqs.send(new sqs.ListQueuesCommand({}))).QueueUrls ?? []).toEqual([]);
    expect(await comesThrough(stage, `${line} --queue events`)).toContain('SQS to free the name');
  });
});

describe('ACM and Route 53', () => {
  test('trap 16: a certificate whose answer was lost is asked for with the same token, of letters, digits and _ only', async () => {
    const stage = await openStage({ quick: true });
    const tokens: string[] = [];
    const { code } = await stage.run(`setup --domain ${domain} --yes`, {
      fate(_n, { body }) {
        const token = /"IdempotencyToken":"([^"]+)"/.exec(body)?.[1];
        if (token === undefined) return 'pass';
        tokens.push(token);
        return tokens.length === 1 ? 'reset' : 'pass';
      },
    });
    expect([code, tokens.length, new Set(tokens).size]).toEqual([0, 2, 1]);
    expect(tokens[0]).toMatch(/^\w+$/);
    const { CertificateSummaryList = [] } = await stage.cloud.certificates.send(new acm.ListCertificatesCommand({}));
    expect(CertificateSummaryList).toHaveLength(1);
  });

  test('trap 27: a name in capitals is the same name, and a record whose TTL somebody changed is taken away as it is', async () => {
    const stage = await openStage({ quick: true });
    await comesThrough(stage, 'setup --domain Click.Example.TEST');
    const { records } = await import('../../src/observe/record.ts');
    const zone = (await stage.cloud.zoneId()).replace('/hostedzone/', '');
    const [found] = await records({ aws: { route53: async () => stage.cloud.dns } } as never, zone, domain);
    if (found === undefined) throw new Error('no record');
    await stage.cloud.change(['UPSERT', { ...found.set, TTL: 77 }]);
    expect((await stage.run(`teardown --domain ${domain} --yes`)).code).toBe(0);
    expect((await world(stage)).front.records.filter(each => each.includes(`"${domain}`))).toEqual([]);
  });
});

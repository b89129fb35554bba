/** `ses-track listen` over a real socket: from a signed post to a traced click, and what it refuses to start with. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Trouble } from '../../src/errors.ts';
import { nodeFiles } from '../../src/outside/node/files.ts';
import { openStore } from '../../src/outside/node/store.ts';
import { messageId, payloads, recordOf } from '../events/records.ts';
import { handshake, notification, topicArn } from '../events/sns-signer.ts';
import { runs } from '../long.ts';
import { inPlace } from './receiving.ts';

const post = (url: string, body: string) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'text/plain; charset=UTF-8', 'x-amz-sns-message-type': 'Notification' }, body });

test('signed posts of all ten types are kept, and trace tells them in order after a restart', () =>
  inPlace(async ({ listen, run, signer }) => {
    const first = await listen(['--topic', topicArn, '--store', 'sqlite:events.db']);
    const bodies = Object.keys(payloads).map(type => signer.body(notification(recordOf(type))));
    const statuses = await Promise.all([...bodies].reverse().map(async body => (await post(first.url, body)).status));
    expect(statuses).toEqual(bodies.map(() => 200));
    expect((await first.stop()).code).toBe(0);
    const second = await listen(['--topic', topicArn, '--store', 'sqlite:events.db']);
    expect((await post(second.url, bodies[0] ?? '')).status).toBe(200);
    const { code, out } = await run(['trace', messageId, '--store', 'sqlite:events.db', '--json']);
    await second.stop();
    const [story] = JSON.parse(out).messages;
    expect([code, story.subject, story.recipients]).toEqual([0, 'Hello', ['Reader@example.org']]);
    expect(story.events.map((event: { type: string }) => event.type)).toEqual([
      'Rendering Failure',
      'Reject',
      'Send',
      'Delivery',
      'Bounce',
      'Open',
      'Click',
      'DeliveryDelay',
      'Complaint',
      'Subscription',
    ]);
  }));

test('many posts at once are all answered and all kept', () =>
  inPlace(async ({ folder, listen, signer }) => {
    const { url, stop } = await listen(['--topic', topicArn, '--store', 'sqlite:events.db']);
    const posts = Array.from({ length: runs(100) }, (_, at) =>
      post(url, signer.body(notification(recordOf('Open', { ipAddress: `192.0.2.${at}` })))),
    );
    expect((await Promise.all(posts)).map(({ status }) => status)).toEqual(posts.map(() => 200));
    await stop();
    const store = await openStore(folder, 'sqlite:events.db');
    expect(await store.counts()).toEqual({ events: runs(100), messages: 1, setAside: 0 });
    await store.close();
  }));

test('without credentials a subscription is confirmed through its link, and the log says what that means', () => {
  const opened: string[] = [];
  return inPlace(
    async ({ listen, folder, signer }) => {
      writeFileSync(join(folder, 'sandbox.pem'), signer.pem);
      const { url, stop } = await listen(['--topic', topicArn, '--store', 'sqlite::memory:', '--trust-sandbox', 'sandbox.pem']);
      const SubscribeURL = 'http://127.0.0.1:4579/?Action=ConfirmSubscription&Token=t';
      const body = signer.body(handshake('SubscriptionConfirmation', { SubscribeURL, SigningCertURL: 'http://127.0.0.1:4579/x.pem' }));
      expect((await post(url, body)).status).toBe(200);
      expect(opened).toEqual([SubscribeURL]);
      const { err } = await stop();
      const lines = err
        .trim()
        .split('\n')
        .map(line => JSON.parse(line));
      expect(lines.map(({ kind }) => kind)).toEqual(['listening', 'trusting', 'confirmed', 'stopped']);
      expect(lines[1]).toMatchObject({ level: 'warning', says: expect.stringContaining('sandbox.pem') });
    },
    {
      web: async request => {
        opened.push(request.url);
        return new Response();
      },
    },
  );
});

test("the API that confirms is that of the topic's region", () => {
  const regions: (string | undefined)[] = [];
  const TopicArn = topicArn.replace('us-east-1', 'eu-west-1');
  return inPlace(
    async ({ folder, listen, signer }) => {
      writeFileSync(join(folder, 'sandbox.pem'), signer.pem);
      const { url, stop } = await listen(['--topic', TopicArn, '--store', 'sqlite::memory:', '--trust-sandbox', 'sandbox.pem']);
      const SubscribeURL = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t';
      const message = handshake('SubscriptionConfirmation', { TopicArn, SubscribeURL, SigningCertURL: 'http://127.0.0.1:4579/x.pem' });
      await post(url, signer.body(message));
      await stop();
      expect(regions).toEqual(['eu-west-1']);
    },
    {
      aws: ({ region }) => {
        regions.push(region);
        return Promise.reject(new Trouble('aws.credentials', 'no credentials in this test'));
      },
    },
  );
});

test('a post that is under way at the stop is stored and answered', () =>
  inPlace(async ({ folder, listen, signer }) => {
    const { url, stop } = await listen(['--topic', topicArn, '--store', 'sqlite:events.db']);
    const body = Buffer.from(signer.body(notification(recordOf('Open'))));
    const asked = request(url, { method: 'POST', headers: { 'content-length': body.length, expect: '100-continue' } });
    const answered = new Promise<number | undefined>((resolve, reject) => {
      asked.on('response', ({ statusCode }) => resolve(statusCode)).on('error', reject);
    });
    const isHeard = new Promise(resolve => asked.once('continue', resolve));
    asked.flushHeaders();
    await isHeard;
    const ended = stop();
    await new Promise(next => setTimeout(next, 50));
    asked.end(body);
    expect([await answered, (await ended).code]).toEqual([200, 0]);
    const store = await openStore(folder, 'sqlite:events.db');
    expect((await store.counts()).events).toBe(1);
    await store.close();
  }));

test('a flood of bad posts is one line', () =>
  inPlace(async ({ listen }) => {
    const { url, stop } = await listen(['--topic', topicArn, '--store', 'sqlite::memory:']);
    for (let at = 0; at < 3; at += 1) expect((await post(url, 'junk')).status).toBe(400);
    expect((await stop()).err.match(/refused a post/g)).toHaveLength(1);
  }));

test('with --no-confirm a subscription waits', () =>
  inPlace(async ({ listen, signer }) => {
    const { url, stop } = await listen(['--topic', topicArn, '--store', 'sqlite::memory:', '--no-confirm']);
    expect((await post(url, signer.body(handshake('SubscriptionConfirmation')))).status).toBe(200);
    expect((await stop()).err).toContain('"kind":"unconfirmed"');
  }));

test('--log has each stored event once, without the secrets of its link', () =>
  inPlace(async ({ folder, listen, signer }) => {
    const { url, stop } = await listen(['--topic', topicArn, '--store', 'sqlite::memory:', '--log', 'events.jsonl']);
    const click = signer.body(notification(recordOf('Click')));
    for (const body of [click, click, signer.body(notification(recordOf('Open')))]) await post(url, body);
    await stop();
    const lines = readFileSync(join(folder, 'events.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(lines.map(({ type }) => type)).toEqual(['Click', 'Open']);
    expect(statSync(join(folder, 'events.jsonl')).mode & 0o777).toBe(0o600);
    expect(lines[0].link).toBe('https://shop.example.test/welcome');
  }));

test('a post that is too long is answered 413, told of and counted', () =>
  inPlace(async ({ listen }) => {
    const { url, err, stop } = await listen(['--topic', topicArn, '--store', 'sqlite::memory:']);
    const answer = await fetch(url, { method: 'POST', body: 'x'.repeat(1_048_577) });
    expect(answer.status).toBe(413);
    const metrics = await (await fetch(new URL('/metrics', url))).text();
    expect(metrics).toContain('ses_track_requests_total{outcome="too_long"} 1\n');
    expect(err()).toContain('refused a post: longer than any message of SNS');
    await stop();
  }));

test('a stop waits for the log to be written', () => {
  const written: string[] = [];
  const slow = async (_path: string, data: string) => {
    await new Promise(next => setTimeout(next, 50));
    written.push(data);
  };
  return inPlace(
    async ({ listen, signer }) => {
      const { url, stop } = await listen(['--topic', topicArn, '--store', 'sqlite::memory:', '--log', 'x']);
      await post(url, signer.body(notification(recordOf('Open'))));
      await stop();
      expect(written).toHaveLength(1);
    },
    { files: { ...nodeFiles('/'), append: slow, exists: async () => false } },
  );
});

test('a log that cannot be written is told of, and the events are kept', () =>
  inPlace(async ({ listen, signer }) => {
    const { url, stop } = await listen(['--topic', topicArn, '--store', 'sqlite::memory:', '--log', 'no/such/folder/x']);
    expect((await post(url, signer.body(notification(recordOf('Open'))))).status).toBe(200);
    expect((await stop()).err).toContain('"kind":"log-failed"');
  }));

test('under --privacy strict no address is on the disk, and whoever knows it can still trace it', () =>
  inPlace(async ({ folder, listen, run, signer }) => {
    const { url, stop } = await listen(['--topic', topicArn, '--store', 'sqlite:events.db', '--privacy', 'strict', '--log', 'log.jsonl']);
    for (const type of Object.keys(payloads)) await post(url, signer.body(notification(recordOf(type))));
    const { err } = await stop();
    const disk = readFileSync(join(folder, 'events.db'), 'latin1') + readFileSync(join(folder, 'log.jsonl'), 'utf8') + err;
    for (const secret of ['reader@', 'Reader', 'SECRET', '192.0.2.77']) expect(disk).not.toContain(secret);
    const traced = await run(['trace', 'Reader@Example.org', '--store', 'sqlite:events.db', '--json']);
    expect(JSON.parse(traced.out).messages).toHaveLength(1);
  }));

test('under the standard privacy no secret of a link is on the disk', () =>
  inPlace(async ({ folder, listen, signer }) => {
    const { url, stop } = await listen(['--topic', topicArn, '--store', 'sqlite:events.db']);
    for (const type of Object.keys(payloads)) await post(url, signer.body(notification(recordOf(type))));
    await post(url, signer.body(notification('unreadable https://example.test/?SECRET')));
    await stop();
    const disk = readFileSync(join(folder, 'events.db'), 'latin1');
    expect(disk).toContain('shop.example.test/welcome');
    expect(disk).not.toContain('SECRET');
  }));

test('topics, port, store and privacy come from the config file where no flag says otherwise', () =>
  inPlace(async ({ folder, listen, run, signer }) => {
    writeFileSync(join(folder, 'ses-track.yaml'), `listen:\n  topics: ["${topicArn}"]\n  store: sqlite:here.db\n  privacy: full\n`);
    const { url, stop } = await listen([]);
    await post(url, signer.body(notification(recordOf('Click'))));
    await stop();
    const { out } = await run(['trace', messageId, '--json']);
    expect(JSON.parse(out).messages[0].events[0].link).toContain('SECRET2');
  }));

test.each([
  [[], 2, 'no topic to believe'],
  [['--topic', 'ses-track-events'], 2, '"ses-track-events" is not the ARN of an SNS topic'],
  [['--topic', 'arn:aws:sns:us-east-1:123456789012:events.fifo'], 2, 'is a FIFO topic'],
  [['--topic', topicArn, '--path', 'ses'], 2, '--path is "ses"'],
  [['--topic', topicArn, '--path', '/healthz'], 2, '--path is "/healthz"'],
  [['--topic', topicArn, '--path', '/a/../b'], 2, '--path is "/a/../b"'],
  [['--topic', topicArn, '--trust-sandbox', 'none.pem'], 3, 'cannot read none.pem'],
  [['--topic', topicArn, '--store', 'events.db'], 2, '"events.db" is not the address of a store'],
  [['--topic', topicArn, '--store', 'sqlite:/dev/null/x.db'], 3, 'cannot write /dev/null/x.db'],
])('%j is refused before it listens: exit %i', (words, code, says) =>
  inPlace(async ({ run }) => {
    const ended = await run(['listen', '--port', '0', ...words]);
    expect(ended.code).toBe(code);
    expect(ended.err).toContain(says);
    expect(ended.out).toBe('');
  }),
);

test('a file that is no certificate is no sandbox to trust', () =>
  inPlace(async ({ folder, run }) => {
    writeFileSync(join(folder, 'x.pem'), 'hello');
    const { code, err } = await run(['listen', '--port', '0', '--topic', topicArn, '--trust-sandbox', 'x.pem']);
    expect([code, err]).toEqual([2, expect.stringContaining('x.pem is not a certificate in PEM')]);
  }));

test('a port that is taken is exit 3 and says so', () =>
  inPlace(async ({ listen, run }) => {
    const first = await listen(['--topic', topicArn, '--store', 'sqlite::memory:']);
    const { code, err } = await run(['listen', '--port', new URL(first.url).port, '--topic', topicArn, '--store', 'sqlite::memory:']);
    await first.stop();
    expect([code, err]).toEqual([3, expect.stringContaining('the port is taken')]);
  }));

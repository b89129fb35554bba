/** What the tests of the queue services share: an account on a virtual clock, its SDK clients, an endpoint that remembers what SNS posted. */
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { sns as snsHandlers } from '../../../src/sandbox/aws/sns.ts';
import { sqs as sqsHandlers } from '../../../src/sandbox/aws/sqs.ts';
import { sts as stsHandlers } from '../../../src/sandbox/aws/sts.ts';
import { requestHandler } from '../../../src/sandbox/wire/faces.ts';
import { newWire } from '../../../src/sandbox/wire/wire.ts';
import type { WorldOptions } from '../../../src/sandbox/world.ts';
import { testWorld } from '../wire/harness.ts';

export interface Post {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** By the world's clock, since the account was made. */
  atMs: number;
}

/** @param answer what the endpoint answers to its n-th post; 200 without it; throwing is "nobody there" */
export function account(options: Partial<WorldOptions> = {}, answer: (post: Post, n: number) => Response | Promise<Response> = () => new Response()) {
  const posts: Post[] = [];
  const world = testWorld({
    ...options,
    web: async request => {
      const post = { url: request.url, headers: Object.fromEntries(request.headers), body: await request.text(), atMs: world.clock.now() - start };
      posts.push(post);
      return answer(post, posts.length);
    },
  });
  const start = world.clock.now();
  const wire = newWire(world, { handlers: { sns: snsHandlers, sqs: sqsHandlers, sts: stsHandlers } });
  const settings = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    requestHandler: requestHandler(wire),
    maxAttempts: 1,
  };
  return { world, wire, posts, sns: new SNSClient(settings), sqs: new SQSClient(settings), sts: new STSClient(settings) };
}

export type Account = ReturnType<typeof account>;

/** Name and message of the refusal; a test that expects one fails where there is none. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  return 'not refused';
}

/** The policy that lets SES publish for one configuration set. */
export function sesPolicy(topicArn: string, conditions: Record<string, Record<string, string>>): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ses.amazonaws.com' }, Action: 'sns:Publish', Resource: topicArn, Condition: conditions }],
  });
}

/** The policy that lets a topic send to a queue. */
export function queuePolicy(queueArn: string, topicArn: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
      },
    ],
  });
}

/** The SDK clients, each loaded when first asked for, all with the same region, credentials, retries and endpoint. */
import type { ACMClient } from '@aws-sdk/client-acm';
import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import type { Route53Client } from '@aws-sdk/client-route-53';
import type { SESv2Client, SESv2ClientConfig } from '@aws-sdk/client-sesv2';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { STSClient } from '@aws-sdk/client-sts';

export interface AwsSettings {
  /** Where SES is. Without it the SDK's own chain decides (AWS_REGION, the profile). */
  region?: string;
  profile?: string;
  /** Every service at this address instead of AWS (`--endpoint-url`, AWS_ENDPOINT_URL). */
  endpointUrl?: string;
  /** Answers in process instead of a socket: the sandbox. */
  requestHandler?: NonNullable<SESv2ClientConfig['requestHandler']>;
  /** Told of every call when it ends: `--debug`. Carries no secret. */
  onCall?: (call: AwsCall) => void;
  /** Least time between two SES calls other than sending. Default: a second against AWS, none against an endpoint on this machine. */
  sesGapMs?: number;
  /** Aborted: no further call goes out, and the ones under way end as Trouble `interrupted`. */
  signal?: AbortSignal;
}

/** The clock that paces calls and times them. */
export interface AwsClock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface AwsCall {
  service: string;
  operation: string;
  status: number | undefined;
  requestId: string | undefined;
  attempts: number;
  ms: number;
  error?: string;
}

/** Every error of a call is Trouble (aws/trouble.ts); `awsErrorName` tells AWS's own name for it. */
export interface Aws {
  region: string;
  /** Who we are, asked once. */
  identity(): Promise<{ account: string; partition: string; arn: string }>;
  ses(): Promise<SESv2Client>;
  sns(): Promise<SNSClient>;
  sqs(): Promise<SQSClient>;
  sts(): Promise<STSClient>;
  /** Always us-east-1: CloudFront reads certificates only there. */
  acm(): Promise<ACMClient>;
  cloudfront(): Promise<CloudFrontClient>;
  route53(): Promise<Route53Client>;
  /** Lets go of sockets. */
  close(): void;
}

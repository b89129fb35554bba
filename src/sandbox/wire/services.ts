/** The services that the wire speaks, one row each: protocol, version, target, namespace, signing name, and where their schema lies. */

export type ServiceName = 'acm' | 'cloudfront' | 'route53' | 'sesv2' | 'sns' | 'sqs' | 'sts';
export type Protocol = 'restJson1' | 'restXml' | 'awsQuery' | 'awsJson1_0' | 'awsJson1_1';

export interface Service {
  name: ServiceName;
  protocol: Protocol;
  /** What the credential scope says. */
  signingName: string;
  /** How the service's own hosts begin: `email.us-east-1.amazonaws.com`. */
  hostLabel: string;
  version: string;
  /** The prefix of X-Amz-Target. */
  target?: string;
  xmlns?: string;
  /** Whether errors also say their old query code, in `x-amzn-query-error`. */
  queryErrors?: true;
  /** The name of the error that refuses an input of the wrong shape. */
  refusal: string;
  /** Loads the SDK's client root, of which only the schema is used. */
  load(): Promise<object>;
}

// Everything here but `refusal`, `hostLabel` and `load` stands in the SDK's own client configuration; a test compares.
export const services: readonly Service[] = [
  {
    name: 'acm',
    protocol: 'awsJson1_1',
    signingName: 'acm',
    hostLabel: 'acm',
    version: '2015-12-08',
    target: 'CertificateManager',
    refusal: 'ValidationException',
    load: () => import('@aws-sdk/client-acm'),
  },
  {
    name: 'cloudfront',
    protocol: 'restXml',
    signingName: 'cloudfront',
    hostLabel: 'cloudfront',
    version: '2020-05-31',
    xmlns: 'http://cloudfront.amazonaws.com/doc/2020-05-31/',
    refusal: 'InvalidArgument',
    load: () => import('@aws-sdk/client-cloudfront'),
  },
  {
    name: 'route53',
    protocol: 'restXml',
    signingName: 'route53',
    hostLabel: 'route53',
    version: '2013-04-01',
    xmlns: 'https://route53.amazonaws.com/doc/2013-04-01/',
    refusal: 'InvalidInput',
    load: () => import('@aws-sdk/client-route-53'),
  },
  {
    name: 'sesv2',
    protocol: 'restJson1',
    signingName: 'ses',
    hostLabel: 'email',
    version: '2019-09-27',
    refusal: 'BadRequestException',
    load: () => import('@aws-sdk/client-sesv2'),
  },
  {
    name: 'sns',
    protocol: 'awsQuery',
    signingName: 'sns',
    hostLabel: 'sns',
    version: '2010-03-31',
    xmlns: 'http://sns.amazonaws.com/doc/2010-03-31/',
    refusal: 'ValidationError',
    load: () => import('@aws-sdk/client-sns'),
  },
  {
    name: 'sqs',
    protocol: 'awsJson1_0',
    signingName: 'sqs',
    hostLabel: 'sqs',
    version: '2012-11-05',
    target: 'AmazonSQS',
    queryErrors: true,
    refusal: 'MissingParameter',
    load: () => import('@aws-sdk/client-sqs'),
  },
  {
    name: 'sts',
    protocol: 'awsQuery',
    signingName: 'sts',
    hostLabel: 'sts',
    version: '2011-06-15',
    xmlns: 'https://sts.amazonaws.com/doc/2011-06-15/',
    refusal: 'ValidationError',
    load: () => import('@aws-sdk/client-sts'),
  },
];

/** Lengths, patterns, ranges and enumerations that AWS enforces and the SDK's schema does not tell, for what our users can get wrong. */
import type { ServiceName } from './services.ts';

export interface Limit {
  /** `model`: botocore's service model has it, and a test compares. `page`: only AWS's documentation has it. */
  from: 'model' | 'page';
  /** Least and most: characters of a string, elements of a list, value of a number. */
  min?: number;
  max?: number;
  /** Of the whole string. */
  pattern?: string;
  /** The SDK's export that lists the values; of a list it is asked of each element. */
  oneOf?: string;
  /** What AWS answers instead of its usual sentence; `%` is the value. */
  says?: string;
}

// AWS: names of configuration sets and event destinations: the v1 model's words, the v2 model is silent. <https://docs.aws.amazon.com/ses/latest/APIReference/API_ConfigurationSet.html>
const setName: Limit = {
  from: 'page',
  min: 1,
  max: 64,
  pattern: '[a-zA-Z0-9_-]+',
  says: "Invalid configuration set name <%>: only alphanumeric ASCII characters, '_', and '-' are allowed, and at most 64 of them.",
};
const destinationName: Limit = {
  ...setName,
  says: "Invalid event destination name <%>: only alphanumeric ASCII characters, '_', and '-' are allowed, and at most 64 of them.",
};
const reference: Limit = { from: 'model', min: 1, max: 128 };

/** By service, then by structure and member. */
export const limits: Partial<Record<ServiceName, Readonly<Record<string, Limit>>>> = {
  acm: {
    'RequestCertificateRequest.DomainName': { from: 'model', min: 1, max: 253 },
    'RequestCertificateRequest.IdempotencyToken': { from: 'model', min: 1, max: 32, pattern: '\\w+' },
    'RequestCertificateRequest.SubjectAlternativeNames': { from: 'model', min: 1, max: 100 },
    'RequestCertificateRequest.ValidationMethod': { from: 'model', oneOf: 'ValidationMethod' },
    'RequestCertificateRequest.KeyAlgorithm': { from: 'model', oneOf: 'KeyAlgorithm' },
    'ListCertificatesRequest.MaxItems': { from: 'model', min: 1, max: 1000 },
    'ListCertificatesRequest.CertificateStatuses': { from: 'model', oneOf: 'CertificateStatus' },
  },
  cloudfront: {
    'CreateFunctionRequest.Name': { from: 'model', min: 1, max: 64, pattern: '[a-zA-Z0-9-_]{1,64}' },
    'FunctionConfig.Runtime': { from: 'model', oneOf: 'FunctionRuntime' },
    'DefaultCacheBehavior.ViewerProtocolPolicy': { from: 'model', oneOf: 'ViewerProtocolPolicy' },
    'CustomOriginConfig.OriginProtocolPolicy': { from: 'model', oneOf: 'OriginProtocolPolicy' },
    'OriginSslProtocols.Items': { from: 'model', oneOf: 'SslProtocol' },
    'ViewerCertificate.MinimumProtocolVersion': { from: 'model', oneOf: 'MinimumProtocolVersion' },
    'ViewerCertificate.SSLSupportMethod': { from: 'model', oneOf: 'SSLSupportMethod' },
    'DistributionConfig.PriceClass': { from: 'model', oneOf: 'PriceClass' },
    'DistributionConfig.HttpVersion': { from: 'model', oneOf: 'HttpVersion' },
    'AllowedMethods.Items': { from: 'model', oneOf: 'Method' },
    'CachedMethods.Items': { from: 'model', oneOf: 'Method' },
    'FunctionAssociation.EventType': { from: 'model', oneOf: 'EventType' },
  },
  route53: {
    'CreateHostedZoneRequest.Name': { from: 'model', max: 1024 },
    'CreateHostedZoneRequest.CallerReference': reference,
    'Change.Action': { from: 'model', oneOf: 'ChangeAction' },
    'ResourceRecordSet.Name': { from: 'model', max: 1024 },
    'ResourceRecordSet.Type': { from: 'model', oneOf: 'RRType' },
    'ResourceRecordSet.SetIdentifier': reference,
    'ResourceRecordSet.TTL': { from: 'model', min: 0, max: 2147483647 },
    'ChangeBatch.Changes': { from: 'model', min: 1 },
    'ChangeBatch.Comment': { from: 'model', max: 256 },
  },
  sesv2: {
    'CreateConfigurationSetRequest.ConfigurationSetName': setName,
    'CreateConfigurationSetEventDestinationRequest.EventDestinationName': destinationName,
    'EventDestinationDefinition.MatchingEventTypes': { from: 'model', oneOf: 'EventType' },
    'DeliveryOptions.TlsPolicy': { from: 'model', oneOf: 'TlsPolicy' },
    'PutConfigurationSetDeliveryOptionsRequest.TlsPolicy': { from: 'model', oneOf: 'TlsPolicy' },
    'SuppressionOptions.SuppressedReasons': { from: 'model', oneOf: 'SuppressionListReason' },
    'PutConfigurationSetSuppressionOptionsRequest.SuppressedReasons': { from: 'model', oneOf: 'SuppressionListReason' },
    'CloudWatchDimensionConfiguration.DimensionValueSource': { from: 'model', oneOf: 'DimensionValueSource' },
  },
};

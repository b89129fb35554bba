/** SES's control plane refuses what AWS refuses, in its order and its words, and reads back what AWS reads back. */
import * as ses from '@aws-sdk/client-sesv2';
import * as sns from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import { openAccount, topicPolicy } from '../../account.ts';

async function refusal(call: Promise<unknown>): Promise<{ name: string; message: string; status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as ses.SESv2ServiceException;
    return { name, message, status: $metadata.httpStatusCode };
  }
  throw new Error('this call should have been refused');
}

describe('identities', () => {
  test('a world that is ready has one verified domain and may write to anybody; an empty one has nothing', async () => {
    const ready = await openAccount();
    expect(await ready.ses.send(new ses.GetEmailIdentityCommand({ EmailIdentity: 'example.test' }))).toMatchObject({
      IdentityType: 'DOMAIN',
      VerifiedForSendingStatus: true,
      VerificationStatus: 'SUCCESS',
      DkimAttributes: { Status: 'SUCCESS', SigningEnabled: true },
    });
    expect(await ready.ses.send(new ses.GetAccountCommand({}))).toMatchObject({
      ProductionAccessEnabled: true,
      SendingEnabled: true,
      EnforcementStatus: 'HEALTHY',
    });
    const empty = await openAccount({ world: 'empty' });
    expect((await empty.ses.send(new ses.ListEmailIdentitiesCommand({}))).EmailIdentities).toEqual([]);
    expect((await empty.ses.send(new ses.GetAccountCommand({}))).ProductionAccessEnabled).toBe(false);
  });

  test('a new domain waits for its DKIM records, a new address for its owner, who clicks', async () => {
    const { ses: client, settled } = await openAccount();
    const created = await client.send(new ses.CreateEmailIdentityCommand({ EmailIdentity: 'click.example.com' }));
    expect(created).toMatchObject({ IdentityType: 'DOMAIN', VerifiedForSendingStatus: false, DkimAttributes: { Status: 'NOT_STARTED' } });
    expect(created.DkimAttributes?.Tokens).toHaveLength(3);
    await client.send(new ses.CreateEmailIdentityCommand({ EmailIdentity: 'me@example.com' }));
    await settled();
    const states = (await client.send(new ses.ListEmailIdentitiesCommand({}))).EmailIdentities?.map(each => [
      each.IdentityName,
      each.VerificationStatus,
    ]);
    expect(states).toEqual([
      ['click.example.com', 'PENDING'],
      ['example.test', 'SUCCESS'],
      ['me@example.com', 'SUCCESS'],
    ]);
  });

  test('a domain is signed until somebody switches it off, and SES loses its records under a trap', async () => {
    const account = await openAccount({ types: 'none' });
    const dkim = async () => (await account.ses.send(new ses.GetEmailIdentityCommand({ EmailIdentity: 'example.test' }))).DkimAttributes;
    expect(await dkim()).toMatchObject({ SigningEnabled: true, Status: 'SUCCESS' });
    await account.ses.send(new ses.PutEmailIdentityDkimAttributesCommand({ EmailIdentity: 'example.test', SigningEnabled: false }));
    account.sandbox.setTraps({ 'ses-dkim-lost': true });
    expect(await dkim()).toMatchObject({ SigningEnabled: false, Status: 'FAILED' });
  });

  test('a second one of the same name, and one that is not there, are refused', async () => {
    const { ses: client } = await openAccount();
    expect(await refusal(client.send(new ses.CreateEmailIdentityCommand({ EmailIdentity: 'example.test' })))).toEqual({
      name: 'AlreadyExistsException',
      message: 'Email identity example.test already exist.',
      status: 400,
    });
    expect(await refusal(client.send(new ses.DeleteEmailIdentityCommand({ EmailIdentity: 'nobody.test' })))).toEqual({
      name: 'NotFoundException',
      message: 'Email identity <nobody.test> does not exist.',
      status: 404,
    });
    await client.send(new ses.DeleteEmailIdentityCommand({ EmailIdentity: 'example.test' }));
    expect(await refusal(client.send(new ses.GetEmailIdentityCommand({ EmailIdentity: 'example.test' })))).toMatchObject({ status: 404 });
  });
});

describe('configuration sets', () => {
  test('reputation metrics and sending read back true by default, and every option as it was put', async () => {
    const { ses: client } = await openAccount();
    const name = { ConfigurationSetName: 'main' };
    expect(await client.send(new ses.GetConfigurationSetCommand(name))).toMatchObject({
      ...name,
      ReputationOptions: { ReputationMetricsEnabled: true },
      SendingOptions: { SendingEnabled: true },
      Tags: [],
    });
    await client.send(new ses.PutConfigurationSetReputationOptionsCommand({ ...name, ReputationMetricsEnabled: false }));
    await client.send(new ses.PutConfigurationSetSendingOptionsCommand({ ...name, SendingEnabled: false }));
    await client.send(new ses.PutConfigurationSetDeliveryOptionsCommand({ ...name, TlsPolicy: 'REQUIRE', MaxDeliverySeconds: 300 }));
    await client.send(new ses.PutConfigurationSetSuppressionOptionsCommand({ ...name, SuppressedReasons: ['BOUNCE'] }));
    await client.send(new ses.PutConfigurationSetVdmOptionsCommand({ ...name, VdmOptions: { DashboardOptions: { EngagementMetrics: 'ENABLED' } } }));
    await client.send(new ses.PutConfigurationSetTrackingOptionsCommand({ ...name, CustomRedirectDomain: 'example.test', HttpsPolicy: 'REQUIRE' }));
    await client.send(
      new ses.TagResourceCommand({
        ResourceArn: 'arn:aws:ses:us-east-1:123456789012:configuration-set/main',
        Tags: [{ Key: 'ses-track', Value: 'default' }],
      }),
    );
    expect(await client.send(new ses.GetConfigurationSetCommand(name))).toMatchObject({
      TrackingOptions: { CustomRedirectDomain: 'example.test', HttpsPolicy: 'REQUIRE' },
      DeliveryOptions: { TlsPolicy: 'REQUIRE', MaxDeliverySeconds: 300 },
      ReputationOptions: { ReputationMetricsEnabled: false },
      SendingOptions: { SendingEnabled: false },
      SuppressionOptions: { SuppressedReasons: ['BOUNCE'] },
      VdmOptions: { DashboardOptions: { EngagementMetrics: 'ENABLED' } },
      Tags: [{ Key: 'ses-track', Value: 'default' }],
    });
  });

  test('creating one twice is a 400 and changes nothing; what is not there is a 404', async () => {
    const { ses: client } = await openAccount();
    const again = client.send(new ses.CreateConfigurationSetCommand({ ConfigurationSetName: 'main', SendingOptions: { SendingEnabled: false } }));
    expect(await refusal(again)).toEqual({ name: 'AlreadyExistsException', message: 'Configuration set main already exists.', status: 400 });
    const { SendingOptions } = await client.send(new ses.GetConfigurationSetCommand({ ConfigurationSetName: 'main' }));
    expect(SendingOptions).toEqual({ SendingEnabled: true });
    await client.send(new ses.DeleteConfigurationSetCommand({ ConfigurationSetName: 'main' }));
    expect(await refusal(client.send(new ses.DeleteConfigurationSetCommand({ ConfigurationSetName: 'main' })))).toEqual({
      name: 'NotFoundException',
      message: 'Configuration set <main> does not exist.',
      status: 404,
    });
  });

  test.each(['has space', 'dot.ted', 'é', 'x'.repeat(65)])('the name %j is refused', async name => {
    const { ses: client } = await openAccount({ types: 'none' });
    expect((await refusal(client.send(new ses.CreateConfigurationSetCommand({ ConfigurationSetName: name })))).name).toBe('BadRequestException');
  });

  test('they are listed by name, page by page', async () => {
    const { ses: client } = await openAccount({ types: 'none' });
    for (const name of ['zebra', 'apple']) await client.send(new ses.CreateConfigurationSetCommand({ ConfigurationSetName: name }));
    const first = await client.send(new ses.ListConfigurationSetsCommand({ PageSize: 2 }));
    expect(first.ConfigurationSets).toEqual(['apple', 'main']);
    const { NextToken = '' } = first;
    expect((await client.send(new ses.ListConfigurationSetsCommand({ PageSize: 2, NextToken }))).ConfigurationSets).toEqual(['zebra']);
  });

  const put = (options: { CustomRedirectDomain?: string; HttpsPolicy?: string }) =>
    new ses.PutConfigurationSetTrackingOptionsCommand({
      ConfigurationSetName: 'main',
      ...options,
    } as ses.PutConfigurationSetTrackingOptionsCommandInput);

  test.each([
    [{ CustomRedirectDomain: ' ' }, 'CustomRedirectDomain must be specified.'],
    [{ HttpsPolicy: 'NONSENSE' }, 'CustomRedirectDomain must be specified.'],
    [{ CustomRedirectDomain: 'other.test', HttpsPolicy: 'NONSENSE' }, 'Domain <other.test> is not verified under this account.'],
    [{ CustomRedirectDomain: 'click.example.test' }, 'Domain <click.example.test> is not verified under this account.'],
    [
      { CustomRedirectDomain: 'example.test', HttpsPolicy: 'NONSENSE' },
      "1 validation error detected: Value at 'httpsPolicy' failed to satisfy constraint: Member must satisfy enum value set: [OPTIONAL, REQUIRE, REQUIRE_OPEN_ONLY]",
    ],
  ])('tracking options %j: the first thing that is wrong is told', async (options, message) => {
    const { ses: client } = await openAccount({ types: 'none' });
    expect(await refusal(client.send(put(options)))).toEqual({ name: 'BadRequestException', message, status: 400 });
  });

  test('an empty put clears the tracking options', async () => {
    const { ses: client } = await openAccount({ types: 'none' });
    await client.send(put({ CustomRedirectDomain: 'example.test' }));
    await client.send(put({}));
    expect((await client.send(new ses.GetConfigurationSetCommand({ ConfigurationSetName: 'main' }))).TrackingOptions).toBeUndefined();
  });
});

describe('event destinations', () => {
  const create = (definition: ses.EventDestinationDefinition, name = 'second') =>
    new ses.CreateConfigurationSetEventDestinationCommand({ ConfigurationSetName: 'main', EventDestinationName: name, EventDestination: definition });

  test('SES publishes its plain-text test message first, then the destination reads back as it was put', async () => {
    const { ses: client, notices, topicArn } = await openAccount({ types: ['SEND', 'CLICK'] });
    expect(notices()).toMatchObject([{ TopicArn: topicArn, Message: 'Successfully validated SNS topic for Amazon SES event publishing.' }]);
    expect(notices()[0]).not.toHaveProperty('Subject');
    const { EventDestinations } = await client.send(new ses.GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: 'main' }));
    expect(EventDestinations).toEqual([
      { Name: 'all', Enabled: true, MatchingEventTypes: ['SEND', 'CLICK'], SnsDestination: { TopicArn: topicArn } },
    ]);
  });

  test('a topic whose policy does not let SES in for that set is refused, and so is one that is not there or FIFO', async () => {
    const { ses: client, sns: topics, topicArn } = await openAccount({ types: 'none' });
    const wrong = topicPolicy(topicArn, 'arn:aws:ses:us-east-1:123456789012:configuration-set/other');
    await topics.send(new sns.SetTopicAttributesCommand({ TopicArn: topicArn, AttributeName: 'Policy', AttributeValue: wrong }));
    const { TopicArn: fifo = '' } = await topics.send(new sns.CreateTopicCommand({ Name: 'x.fifo', Attributes: { FifoTopic: 'true' } }));
    for (const arn of [topicArn, 'arn:aws:sns:us-east-1:123456789012:gone', fifo])
      expect(await refusal(client.send(create({ MatchingEventTypes: ['SEND'], SnsDestination: { TopicArn: arn } })))).toEqual({
        name: 'BadRequestException',
        message: `Could not publish message to SNS topic <${arn}>.`,
        status: 400,
      });
    expect((await client.send(new ses.GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: 'main' }))).EventDestinations).toEqual([]);
  });

  const arn = 'arn:aws:sns:us-east-1:123456789012:events';
  test.each<[string, ses.EventDestinationDefinition, string]>([
    ['no event type', { MatchingEventTypes: [], SnsDestination: { TopicArn: arn } }, 'At least one event type must be specified.'],
    ['no destination', { MatchingEventTypes: ['SEND'] }, 'Event destination is not provided.'],
    [
      'two destinations',
      {
        MatchingEventTypes: ['SEND'],
        SnsDestination: { TopicArn: arn },
        EventBridgeDestination: { EventBusArn: 'arn:aws:events:us-east-1:123456789012:event-bus/default' },
      },
      'Please provide only one destination with each request. Either a Firehose Destination or a Cloudwatch Destination or an SNS Destination or an EventBridge Destination.',
    ],
    [
      'a bus of its own',
      { MatchingEventTypes: ['SEND'], EventBridgeDestination: { EventBusArn: 'arn:aws:events:us-east-1:123456789012:event-bus/mine' } },
      'EventBridgeDestination EventBusArn must be a valid default event bus ARN: arn:aws:events:us-east-1:123456789012:event-bus/mine.',
    ],
  ])('%s is refused', async (_, definition, message) => {
    const { ses: client } = await openAccount({ types: 'none' });
    expect(await refusal(client.send(create(definition)))).toEqual({ name: 'BadRequestException', message, status: 400 });
  });

  test('a set holds ten, a name once, and one that is not there is a 404', async () => {
    const { ses: client, topicArn } = await openAccount();
    const definition: ses.EventDestinationDefinition = { MatchingEventTypes: ['SEND'], SnsDestination: { TopicArn: topicArn } };
    expect(await refusal(client.send(create(definition, 'all')))).toMatchObject({
      name: 'AlreadyExistsException',
      message: 'An event destination with name <all> already exists for configuration set <main>.',
    });
    for (let count = 2; count <= 10; count++) await client.send(create(definition, `n${count}`));
    expect((await refusal(client.send(create(definition, 'n11')))).name).toBe('LimitExceededException');
    const gone = { ConfigurationSetName: 'main', EventDestinationName: 'gone' };
    expect(await refusal(client.send(new ses.DeleteConfigurationSetEventDestinationCommand(gone)))).toMatchObject({
      name: 'NotFoundException',
      status: 404,
    });
    await client.send(
      new ses.UpdateConfigurationSetEventDestinationCommand({
        ConfigurationSetName: 'main',
        EventDestinationName: 'n2',
        EventDestination: { ...definition, Enabled: true },
      }),
    );
    await client.send(new ses.DeleteConfigurationSetEventDestinationCommand({ ConfigurationSetName: 'main', EventDestinationName: 'n3' }));
    const { EventDestinations = [] } = await client.send(new ses.GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: 'main' }));
    expect(EventDestinations.map(each => each.Enabled)).toEqual([true, true, ...Array(7).fill(false)]);
  });
});

describe('templates, contact lists and the suppression list', () => {
  test('a template is stored, changed, listed, rendered and deleted', async () => {
    const { ses: client } = await openAccount({ types: 'none' });
    const TemplateContent = { Subject: 'Hi {{name}}', Html: '<p>{{{name}}} {{name}}</p>' };
    await client.send(new ses.CreateEmailTemplateCommand({ TemplateName: 'hi', TemplateContent }));
    expect((await client.send(new ses.GetEmailTemplateCommand({ TemplateName: 'hi' }))).TemplateContent).toEqual(TemplateContent);
    expect(await refusal(client.send(new ses.CreateEmailTemplateCommand({ TemplateName: 'hi', TemplateContent })))).toMatchObject({
      name: 'AlreadyExistsException',
      status: 400,
    });
    const test = (data: object) => client.send(new ses.TestRenderEmailTemplateCommand({ TemplateName: 'hi', TemplateData: JSON.stringify(data) }));
    expect((await test({ name: '<Ann>' })).RenderedTemplate).toContain('<p><Ann> <Ann></p>');
    expect(await refusal(test({}))).toMatchObject({ name: 'BadRequestException', message: "Attribute 'name' is not present in the rendering data." });
    await client.send(new ses.DeleteEmailTemplateCommand({ TemplateName: 'hi' }));
    expect((await client.send(new ses.ListEmailTemplatesCommand({}))).TemplatesMetadata).toEqual([]);
  });

  test('two open trackers make a template a bad one', async () => {
    const { ses: client } = await openAccount({ types: 'none' });
    const TemplateContent = { Html: '{{ses:openTracker}}{{ses:openTracker}}' };
    expect(await refusal(client.send(new ses.CreateEmailTemplateCommand({ TemplateName: 'two', TemplateContent })))).toMatchObject({
      name: 'BadRequestException',
      status: 400,
    });
  });

  test('the suppression list keeps who is on it and why', async () => {
    const { ses: client } = await openAccount({ types: 'none' });
    await client.send(new ses.PutSuppressedDestinationCommand({ EmailAddress: 'Gone@example.org', Reason: 'BOUNCE' }));
    const { SuppressedDestination } = await client.send(new ses.GetSuppressedDestinationCommand({ EmailAddress: 'gone@example.org' }));
    expect(SuppressedDestination?.Reason).toBe('BOUNCE');
    await client.send(new ses.DeleteSuppressedDestinationCommand({ EmailAddress: 'gone@example.org' }));
    expect((await client.send(new ses.ListSuppressedDestinationsCommand({}))).SuppressedDestinationSummaries).toEqual([]);
  });
});

/** What the doctor says where mail is not sent, or goes out otherwise than wished: the account, the sender, the configuration set. */
import * as ses from '@aws-sdk/client-sesv2';
import { describe, test } from 'vitest';
import { isLong } from '../long.ts';
import { domain, events, front, proves, set, type World } from './stage.ts';
import { addDestination, destination } from './steps.ts';

const untracked = `${events} --events send,delivery,bounce,complaint`;
const of = { ConfigurationSetName: set };
const topic = { SnsDestination: { TopicArn: 'arn:aws:sns:us-east-1:123456789012:ses-track-events' } };
const engagement = (on: boolean) => ({ DashboardOptions: { EngagementMetrics: on ? ('ENABLED' as const) : ('DISABLED' as const) } });
const vdm = { VdmEnabled: 'ENABLED' as const, DashboardAttributes: { EngagementMetrics: 'ENABLED' as const } };
const put = (ConfigurationSetName: string) =>
  new ses.PutEmailIdentityConfigurationSetAttributesCommand({ EmailIdentity: 'example.test', ConfigurationSetName });

const account: World[] = [
  {
    name: 'mail to strangers is refused: the account never left the sandbox of SES',
    flags: events,
    broken: async ({ sandbox }) => sandbox.setTraps({ 'ses-sandboxed': true }),
    finds: ['production-access'],
    mends: 'nothing',
  },
  {
    name: 'AWS has the account under review',
    flags: events,
    broken: async ({ sandbox }) => sandbox.setTraps({ 'ses-probation': true }),
    finds: ['enforcement'],
    says: /^! AWS has the account under review/,
    mends: 'nothing',
  },
  {
    name: 'AWS stopped the account, and somebody paused it besides: one cause',
    flags: events,
    async broken({ sandbox, ses: to }) {
      sandbox.setTraps({ 'ses-shutdown': true });
      await to.send(new ses.PutAccountSendingAttributesCommand({ SendingEnabled: false }));
    },
    finds: ['enforcement'],
    says: /^✖ AWS has stopped the account's sending/,
    mends: 'nothing',
  },
  {
    name: 'an alarm paused sending for the whole account',
    isShort: true,
    flags: events,
    broken: ({ ses: to }) => to.send(new ses.PutAccountSendingAttributesCommand({ SendingEnabled: false })),
    finds: ['account-sending'],
    says: /sending is paused for the whole account in us-east-1/,
    mends: 'aws',
  },
  {
    name: 'the quota of the day is used up',
    flags: events,
    broken: async ({ sandbox }) => sandbox.setTraps({ 'ses-quota-used': true }),
    finds: ['sending-quota'],
    says: /50000 of 50000 recipients/,
    mends: 'nothing',
  },
  {
    name: 'pain 6: links rewritten although nobody enabled it: VDM of the account',
    isShort: true,
    flags: untracked,
    broken: ({ ses: to }) => to.send(new ses.PutAccountVdmAttributesCommand({ VdmAttributes: vdm })),
    finds: ['account-vdm'],
    says: /^✖ the account's Virtual Deliverability Manager.*\n.*mail sent with ses-track, though no destination asks for it/,
    mends: 'aws',
  },
  {
    name: 'pain 6: VDM of the account, where the sets are tracked anyway: mail of no set is rewritten',
    flags: events,
    broken: ({ ses: to }) => to.send(new ses.PutAccountVdmAttributesCommand({ VdmAttributes: vdm })),
    finds: ['account-vdm'],
    says: /^! the account's .*\n.*mail that names no configuration set/,
    mends: 'aws',
  },
];

const senders: World[] = [
  {
    name: 'the sender is of a domain that nobody verified',
    flags: events,
    also: '--from news@elsewhere.test',
    before: ({ ses: to }) => to.send(new ses.CreateEmailIdentityCommand({ EmailIdentity: 'news@elsewhere.test' })),
    broken: ({ ses: to }) => to.send(new ses.DeleteEmailIdentityCommand({ EmailIdentity: 'news@elsewhere.test' })),
    finds: ['sender'],
    says: /no identity in us-east-1 is for news@elsewhere\.test/,
    mends: 'aws',
  },
  {
    name: 'mail goes out unsigned',
    flags: events,
    also: '--from news@example.test',
    broken: ({ ses: to }) => to.send(new ses.PutEmailIdentityDkimAttributesCommand({ EmailIdentity: 'example.test', SigningEnabled: false })),
    finds: ['sender-dkim'],
    mends: 'aws',
  },
  {
    name: 'the DKIM records are gone',
    flags: events,
    also: '--from news@example.test',
    broken: async ({ sandbox }) => sandbox.setTraps({ 'ses-dkim-lost': true }),
    finds: ['sender-dkim'],
    says: /does not find the DKIM records of example\.test any more/,
    mends: 'nothing',
  },
  {
    name: 'sends fail: the default configuration set was deleted',
    isShort: true,
    flags: events,
    also: '--from news@example.test',
    async broken({ ses: to }) {
      await to.send(new ses.CreateConfigurationSetCommand({ ConfigurationSetName: 'old' }));
      await to.send(put('old'));
      await to.send(new ses.DeleteConfigurationSetCommand({ ConfigurationSetName: 'old' }));
    },
    finds: ['default-set'],
    says: /the default configuration set of example\.test is old, which does not exist/,
    mends: 'aws',
  },
  {
    name: 'pain 15: no events: the identity has another default set, which decides',
    flags: events,
    also: '--from news@example.test',
    async broken({ ses: to }) {
      await to.send(new ses.CreateConfigurationSetCommand({ ConfigurationSetName: 'marketing' }));
      await to.send(put('marketing'));
    },
    finds: ['default-set'],
    says: /goes with marketing/,
    mends: 'aws',
  },
  {
    name: 'the identity of the tracking domain was deleted; that of the domain above it is verified, and links lead on',
    flags: front,
    broken: ({ ses: to }) => to.send(new ses.DeleteEmailIdentityCommand({ EmailIdentity: domain })),
    finds: ['tracking-identity'],
    says: /^! SES in us-east-1 has no identity click\.example\.test, and links through it lead on all the same/,
    mends: 'ses-track',
  },
  {
    name: 'the identity of the tracking domain was deleted, and no domain above it is verified',
    flags: front,
    async broken({ ses: to }) {
      for (const EmailIdentity of [domain, 'example.test']) await to.send(new ses.DeleteEmailIdentityCommand({ EmailIdentity }));
    },
    finds: ['tracking-identity'],
    says: /^! SES in us-east-1 has no identity click\.example\.test .*\n.*still lead on/,
    mends: 'ses-track',
  },
];

const sets: World[] = [
  {
    name: 'pain 15: no events at all: the configuration set is gone',
    isShort: true,
    flags: events,
    broken: ({ ses: to }) => to.send(new ses.DeleteConfigurationSetCommand(of)),
    finds: ['set'],
    says: /there is no configuration set ses-track in us-east-1/,
    mends: 'ses-track',
  },
  {
    name: 'an alarm paused the configuration set',
    flags: events,
    broken: ({ ses: to }) => to.send(new ses.PutConfigurationSetSendingOptionsCommand({ ...of, SendingEnabled: false })),
    finds: ['set-sending'],
    mends: 'aws',
  },
  {
    name: 'the set is paused, and the config file says that it sends',
    flags: '',
    config: 'configurationSets: [{ sending: true, sns: { queue: inbox } }]\n',
    broken: ({ ses: to }) => to.send(new ses.PutConfigurationSetSendingOptionsCommand({ ...of, SendingEnabled: false })),
    finds: ['set-sending'],
    mends: 'ses-track',
  },
  {
    name: 'pain 6: links rewritten although nobody enabled it: VDM of the set',
    flags: untracked,
    broken: ({ ses: to }) => to.send(new ses.PutConfigurationSetVdmOptionsCommand({ ...of, VdmOptions: engagement(true) })),
    finds: ['set-vdm'],
    mends: 'aws',
  },
  {
    name: 'VDM of the set is on, and the config file says off',
    flags: '',
    config: 'configurationSets: [{ vdm: { engagement: false }, sns: { queue: inbox } }]\n',
    broken: ({ ses: to }) => to.send(new ses.PutConfigurationSetVdmOptionsCommand({ ...of, VdmOptions: engagement(true) })),
    finds: ['set-vdm'],
    mends: 'ses-track',
  },
  {
    name: 'pain 21: mail that must not be tracked is: somebody listed clicks',
    isShort: true,
    flags: untracked,
    broken: stage => destination(stage, now => ({ ...now, MatchingEventTypes: [...(now.MatchingEventTypes ?? []), 'CLICK'] })),
    finds: ['unasked-tracking'],
    says: /lists click, which is not wished\s+unasked-tracking\n.*rewrite the links/,
    mends: 'ses-track',
  },
  {
    name: 'pain 21: mail that must not be tracked is: a destination of somebody else lists opens',
    flags: untracked,
    broken: stage => addDestination(stage, 'theirs', { MatchingEventTypes: ['OPEN'], ...topic }),
    finds: ['unasked-tracking'],
    says: /event destination theirs of ses-track lists open/,
    mends: 'nothing',
  },
  {
    name: 'pain 7: links lead to awstrack.me: the tracking domain is off the set',
    isShort: true,
    flags: front,
    broken: ({ ses: to }) => to.send(new ses.PutConfigurationSetTrackingOptionsCommand(of)),
    finds: ['tracking-domain'],
    says: /has no tracking domain/,
    mends: 'ses-track',
  },
  {
    name: 'links lead through the domain of before',
    flags: front,
    broken: ({ ses: to }) =>
      to.send(new ses.PutConfigurationSetTrackingOptionsCommand({ ...of, CustomRedirectDomain: 'example.test', HttpsPolicy: 'REQUIRE' })),
    finds: ['tracking-domain'],
    says: /lead through example\.test, not click\.example\.test/,
    mends: 'ses-track',
  },
  {
    name: 'pixels are http: somebody made the policy optional',
    flags: front,
    broken: ({ ses: to }) =>
      to.send(new ses.PutConfigurationSetTrackingOptionsCommand({ ...of, CustomRedirectDomain: domain, HttpsPolicy: 'OPTIONAL' })),
    finds: ['https-policy'],
    says: /Pixels are http/,
    mends: 'ses-track',
  },
  {
    name: 'drift that nothing else sees: reputation metrics, suppression',
    isShort: true,
    flags: '',
    config: 'configurationSets: [{ reputationMetrics: true, suppression: [bounce], sns: { queue: inbox } }]\n',
    broken: ({ ses: to }) => to.send(new ses.PutConfigurationSetReputationOptionsCommand({ ...of, ReputationMetricsEnabled: false })),
    finds: ['drift'],
    says: new RegExp(`configuration set ${set} differs: reputationMetrics is false, not true`),
    mends: 'ses-track',
  },
];

describe.concurrent.each([
  ['the account', account],
  ['the sender', senders],
  ['the configuration set', sets],
])('%s', (_, worlds) => {
  const run = worlds.filter(({ isShort = false }) => isLong || isShort);
  test.each(run.map(world => [world.name, world] as const))('%s', async (_, world) => proves(world, isLong), isLong ? 300_000 : undefined);
});

/** A configuration set of SES: what a mail names so that SES publishes what happens to it. */
import { configurationSet as readSet } from '../../observe/configuration-set.ts';
import { configurationSetArn } from '../../observe/place.ts';
import { ownerTag } from '../owner.ts';
import type { Fields } from '../ref.ts';
import { resource } from '../resource.ts';

/** Options that were not asked for are absent here and left as they are in AWS. */
export type ConfigurationSetFields = Fields & {
  tags: Record<string, string>;
  reputationMetrics?: boolean;
  sending?: boolean;
  /** `bounce`, `complaint`; sorted. */
  suppression?: string[];
  /** VDM engagement tracking. */
  engagement?: boolean;
};

export const configurationSet = resource<ConfigurationSetFields>({
  kind: 'configuration-set',
  replaceOn: [],
  iam: [
    'ses:GetConfigurationSet',
    'ses:CreateConfigurationSet',
    'ses:DeleteConfigurationSet',
    'ses:PutConfigurationSetReputationOptions',
    'ses:PutConfigurationSetSendingOptions',
    'ses:PutConfigurationSetSuppressionOptions',
    'ses:PutConfigurationSetVdmOptions',
    'ses:TagResource',
  ],
  usually: 'a second',

  async read(look, { name }) {
    const found = await look.at(readSet, name);
    if (found === 'absent') return undefined;
    const { tags, reputationMetrics, sending, suppression, engagement } = found;
    return {
      fields: {
        tags,
        reputationMetrics,
        sending,
        ...(suppression === undefined ? {} : { suppression }),
        ...(engagement === undefined ? {} : { engagement }),
      },
      outputs: { name },
      owner: tags[ownerTag] ?? null,
    };
  },

  async create({ aws }, { name, fields }) {
    const [ses, { CreateConfigurationSetCommand }] = await Promise.all([aws.ses(), import('@aws-sdk/client-sesv2')]);
    const { reputationMetrics, sending, suppression, engagement } = fields;
    await ses.send(
      new CreateConfigurationSetCommand({
        ConfigurationSetName: name,
        Tags: Object.entries(fields.tags).map(([Key, Value]) => ({ Key, Value })),
        ...(reputationMetrics === undefined ? {} : { ReputationOptions: { ReputationMetricsEnabled: reputationMetrics } }),
        ...(sending === undefined ? {} : { SendingOptions: { SendingEnabled: sending } }),
        ...(suppression === undefined ? {} : { SuppressionOptions: { SuppressedReasons: reasons(suppression) } }),
        ...(engagement === undefined ? {} : { VdmOptions: vdm(engagement) }),
      }),
    );
    return { name };
  },

  async update({ aws, place }, { name, fields }, _have, changed) {
    const [ses, sdk] = await Promise.all([aws.ses(), import('@aws-sdk/client-sesv2')]);
    const set = { ConfigurationSetName: name };
    const { tags, reputationMetrics, sending, suppression, engagement } = fields;
    if (changed.has('tags'))
      await ses.send(
        new sdk.TagResourceCommand({
          ResourceArn: configurationSetArn(place, name),
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        }),
      );
    if (changed.has('reputationMetrics') && reputationMetrics !== undefined)
      await ses.send(new sdk.PutConfigurationSetReputationOptionsCommand({ ...set, ReputationMetricsEnabled: reputationMetrics }));
    if (changed.has('sending') && sending !== undefined)
      await ses.send(new sdk.PutConfigurationSetSendingOptionsCommand({ ...set, SendingEnabled: sending }));
    if (changed.has('suppression') && suppression !== undefined)
      await ses.send(new sdk.PutConfigurationSetSuppressionOptionsCommand({ ...set, SuppressedReasons: reasons(suppression) }));
    if (changed.has('engagement') && engagement !== undefined)
      await ses.send(new sdk.PutConfigurationSetVdmOptionsCommand({ ...set, VdmOptions: vdm(engagement) }));
  },

  async destroy({ aws }, { name }) {
    const [ses, { DeleteConfigurationSetCommand }] = await Promise.all([aws.ses(), import('@aws-sdk/client-sesv2')]);
    await ses.send(new DeleteConfigurationSetCommand({ ConfigurationSetName: name }));
  },
});

const reasons = (suppression: readonly string[]) => suppression.map(each => (each === 'bounce' ? 'BOUNCE' : 'COMPLAINT'));
const vdm = (engagement: boolean) => ({ DashboardOptions: { EngagementMetrics: engagement ? ('ENABLED' as const) : ('DISABLED' as const) } });

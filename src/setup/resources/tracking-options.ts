/** The tracking options of a configuration set: the domain that links lead through. Every mail sent after they are set carries it. */
import { Trouble } from '../../errors.ts';
import { configurationSet } from '../../observe/configuration-set.ts';
import { clearCommand, clearTracking } from '../clear-tracking.ts';
import type { Fields } from '../ref.ts';
import { type Hands, nameOf, resource } from '../resource.ts';

export type TrackingOptionsFields = Fields & {
  domain: string;
  /** `require`, `require-open-only`, `optional`. */
  httpsPolicy: string;
};

export const trackingOptions = resource<TrackingOptionsFields>({
  kind: 'tracking-options',
  replaceOn: [],
  iam: ['ses:GetConfigurationSet', 'ses:PutConfigurationSetTrackingOptions'],
  usually: 'a second',

  async read(look, { name }) {
    const found = await look.at(configurationSet, name);
    if (found === 'absent' || found.trackingDomain === undefined) return undefined;
    // AWS: unset means optional.
    const httpsPolicy = (found.httpsPolicy ?? 'OPTIONAL').toLowerCase().replaceAll('_', '-');
    return { fields: { domain: found.trackingDomain.toLowerCase(), httpsPolicy }, outputs: {} };
  },

  async create(hands, { parent = '', fields }) {
    await put(hands, nameOf(parent), fields);
    return {};
  },

  async update(hands, { parent = '', fields }) {
    await put(hands, nameOf(parent), fields);
  },

  async destroy(hands, { name }) {
    if (await clearTracking(hands, name)) return;
    throw new Trouble(
      'aws.refused',
      `SES keeps the tracking domain of ${name}`,
      `Take it off with \`${clearCommand(name, hands.place.region)}\`, then run it again.`,
    );
  },
});

async function put({ aws }: Hands, set: string, { domain, httpsPolicy }: TrackingOptionsFields): Promise<void> {
  const [ses, { PutConfigurationSetTrackingOptionsCommand }] = await Promise.all([aws.ses(), import('@aws-sdk/client-sesv2')]);
  await ses.send(
    new PutConfigurationSetTrackingOptionsCommand({
      ConfigurationSetName: set,
      CustomRedirectDomain: domain,
      HttpsPolicy: httpsPolicy === 'optional' ? 'OPTIONAL' : httpsPolicy === 'require' ? 'REQUIRE' : 'REQUIRE_OPEN_ONLY',
    }),
  );
}

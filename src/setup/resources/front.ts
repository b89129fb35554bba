/** The proof that the distribution works, asked at its own name before any record leads to it. */
import { distribution } from '../../observe/distribution.ts';
import { lookAt } from '../../observe/look.ts';
import { frontAt, proven } from '../proving.ts';
import type { Fields, Json } from '../ref.ts';
import { type Hands, resource, type Want } from '../resource.ts';
import { deployed, listedFor } from './distribution.ts';

export type FrontFields = Fields & {
  /** The distribution's own name. */
  at: Json;
  region: string;
  /** What SES says through it. */
  answers: string;
};

export const front = resource<FrontFields>({
  kind: 'front',
  replaceOn: [],
  isFront: true,
  iam: ['cloudfront:ListDistributions', 'cloudfront:GetDistribution'],
  usually: 'five minutes',

  async read(look, want) {
    const listed = await listedFor(look, want);
    const found = listed === undefined ? 'absent' : await look.at(distribution, listed.id);
    if (found === 'absent') return undefined;
    const { region } = want.fields;
    const answers = found.isDeployed ? (await look.at(frontAt, want.name, region, found.domainName)).why : 'not every edge has the distribution yet';
    return { fields: { at: found.domainName, region, answers }, outputs: {} };
  },

  async create(hands, want) {
    await prove(hands, want);
    return {};
  },
  update: prove,
  async destroy() {},
});

async function prove(hands: Hands, want: Want<FrontFields>): Promise<void> {
  const listed = await listedFor(lookAt(hands), want);
  if (listed !== undefined) await deployed(hands, listed.id);
  await proven(hands, {
    domain: want.name,
    region: want.fields.region,
    place: async () => String(want.fields.at),
    timeoutMs: 600_000,
    usually: 'a few seconds',
    hint: 'Neither the DNS record nor the tracking options were changed; look at the distribution, then run setup again.',
  });
}

/** The tracking domain as an identity of SES: SES takes a custom tracking domain only where it is verified under that very name. */

import { Trouble } from '../../errors.ts';
import { identity as readIdentity } from '../../observe/identity.ts';
import { ownerTag } from '../owner.ts';
import type { Fields } from '../ref.ts';
import { resource } from '../resource.ts';

export type IdentityFields = Fields & {
  /** Of one that we make; one that is there already is used as it is. */
  tags?: Record<string, string>;
  kind: string;
};

export const identity = resource<IdentityFields>({
  kind: 'identity',
  replaceOn: [],
  isFront: true,
  iam: ['ses:GetEmailIdentity', 'ses:CreateEmailIdentity', 'ses:DeleteEmailIdentity', 'ses:TagResource'],
  usually: 'a second',

  async read(look, { name }) {
    const found = await look.at(readIdentity, name);
    if (found === 'absent') return undefined;
    if (!found.isVerified && found.dkimTokens.length === 0)
      throw new Trouble(
        'setup.identity',
        `SES has the identity ${name}, which is not verified and has no DKIM records that setup could write`,
        'Verify it in SES with the key you brought, then run setup again.',
      );
    const owner = found.tags[ownerTag];
    return { fields: { kind: found.kind, tags: found.tags }, outputs: {}, ...(owner === undefined ? {} : { owner }) };
  },

  keeping: ({ kind }) => ({ kind }),

  async create({ aws }, { name, fields }) {
    const [ses, { CreateEmailIdentityCommand }] = await Promise.all([aws.ses(), import('@aws-sdk/client-sesv2')]);
    const tags = Object.entries(fields.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
    await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: name, Tags: tags }));
    return {};
  },

  // Its kind follows from its name, and of one that is there nothing else is asked.
  async update() {},

  async destroy({ aws }, { name }) {
    const [ses, { DeleteEmailIdentityCommand }] = await Promise.all([aws.ses(), import('@aws-sdk/client-sesv2')]);
    await ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: name }));
  },
});

/** SES, API version 2: what the sandbox answers, gathered from one file a subject. */
import type { Handlers } from '../wire/handler.ts';
import { account } from './sesv2/account.ts';
import { configurationSets } from './sesv2/configuration-sets.ts';
import { contacts } from './sesv2/contacts.ts';
import { eventDestinations } from './sesv2/event-destinations.ts';
import { identities } from './sesv2/identities.ts';
import { sending } from './sesv2/send.ts';
import { templates } from './sesv2/templates.ts';

export const sesv2: Handlers = {
  ...account,
  ...configurationSets,
  ...contacts,
  ...eventDestinations,
  ...identities,
  ...sending,
  ...templates,
};

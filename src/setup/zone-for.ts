/** The hosted zone that a name's records go into, or why there is none that could take them. */
import { Trouble } from '../errors.ts';
import { chooseZone } from '../observe/choose-zone.ts';
import type { Look } from '../observe/look.ts';
import { type Zone, zones } from '../observe/zone.ts';

/** Throws Trouble `setup.zone` where no zone, or no single one, is the world's. */
export async function zoneFor(look: Look, name: string): Promise<Zone & { isApex: boolean }> {
  const choice = chooseZone(name, await look.at(zones));
  if (choice.kind === 'zone') return { ...choice.zone, isApex: choice.isApex };
  if (choice.kind === 'ambiguous')
    throw new Trouble(
      'setup.zone',
      `Route 53 has ${choice.zones.length} public zones named ${choice.zones[0]?.name} (${choice.zones.map(({ id }) => id).join(', ')}), and only one of them can be the live one`,
      'Delete those that no registrar points to, or say `dns: manual` in the config file and write the records yourself.',
    );
  if (choice.kind === 'private-only')
    throw new Trouble(
      'setup.zone',
      `the only zone for ${name} in Route 53 is private (${choice.zones[0]?.name}), which no reader's mail program can see`,
      'Make a public zone for it, or say `dns: manual` in the config file and write the records yourself.',
    );
  throw new Trouble(
    'setup.zone',
    `no hosted zone of this account is for ${name}`,
    'Make one in Route 53, use the credentials of the account that has it, or say `dns: manual` in the config file and write the records yourself.',
  );
}

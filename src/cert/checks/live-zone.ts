/** Says whether the hosted zone in Route 53 is the one that the world asks: records in any other are seen by nobody. */
import { plainName } from '../../observe/record.ts';
import { isConnected } from '../scene.ts';
import { type CertCheck, skipped, withConnect, withoutAws } from './check.ts';
import { unread } from './unread.ts';

export const liveZone: CertCheck = scene => {
  const check = 'live-zone' as const;
  const { acm } = scene;
  if (acm === undefined) return skipped(check, withoutAws);
  if (isConnected(scene)) return skipped(check, withConnect);
  if (acm.zone.kind === 'refused') return unread(check, acm.zone);
  const { choice, live } = acm.zone.value;
  if (choice.kind === 'none') return skipped(check, 'no hosted zone of this account is for it');
  if (choice.kind === 'private-only')
    return [{ check, level: 'advice', says: 'the only hosted zone for it is private', means: 'No reader sees a private zone, and ACM neither.' }];
  const { owners } = acm;
  if (owners === undefined || 'failed' in owners)
    return [
      {
        check,
        level: 'advice',
        says: owners?.failed ?? 'the world was not asked for its name servers',
        means: 'Whether ACM will find the validation record is not known.',
      },
    ];
  const asked = owners.nameServers.map(plainName);
  const zones = live.map(({ zone, servers }) => ({
    id: zone.id,
    name: plainName(zone.name),
    servers,
    isAsked: plainName(zone.name) === owners.zone && servers.some(server => asked.includes(server)),
  }));
  const found = zones.find(({ isAsked }) => isAsked);
  if (found === undefined)
    return [
      {
        check,
        level: 'advice',
        says: `the world asks ${asked.join(', ')} for ${owners.zone}, not hosted zone ${zones.map(({ id }) => id).join(', ')}`,
        means: `What stands in the hosted zone nobody sees: ACM cannot renew by it. Its own servers are ${zones.map(({ servers }) => servers.join(', ')).join(' or ')}: name them at the registrar, or keep the records where the world asks.`,
      },
    ];
  const stray = asked.filter(server => !found.servers.includes(server));
  if (stray.length > 0)
    return [
      {
        check,
        level: 'advice',
        says: `the world also asks ${stray.join(', ')}, which hosted zone ${found.id} does not have`,
        means: 'Who asks those may see other records, or none, and so may ACM. Take them out at the registrar.',
      },
    ];
  return [{ check, level: 'ok', says: `hosted zone ${found.id} is the one that the world asks` }];
};

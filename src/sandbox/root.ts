/** The one root of a world, made when it is first needed: what issues every certificate that the world serves. */
import { type Authority, openAuthority } from './authority.ts';
import { shelf, type World } from './world.ts';

const roots = shelf<{ authority?: Authority }>(() => ({}));

/** The certificate authority of a world. */
export function authorityOf(world: World): Authority {
  const kept = roots(world, '');
  const authority = kept.authority ?? openAuthority({ now: world.clock.now, bytes: world.random.bytes });
  kept.authority = authority;
  return authority;
}

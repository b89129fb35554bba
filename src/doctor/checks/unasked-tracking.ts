/** Whether SES rewrites mail that the wish leaves alone: what turns it on is any destination that lists opens or clicks. */
import { eventDestinations } from '../../observe/configuration-set.ts';
import { place } from '../../observe/place.ts';
import { wants } from '../../setup/want.ts';
import { check, ok, problem } from '../check.ts';
import { ofEverySet } from '../each.ts';

export const unaskedTracking = check({
  id: 'unasked-tracking',
  about: 'whether a destination has mail rewritten that should not be',
  hop: 'set',
  symptoms: [],
  iam: ['ses:GetConfigurationSet', 'ses:GetConfigurationSetEventDestinations'],
  explains: ['event-destination'],
  look: scene =>
    ofEverySet(scene, async ({ name, events }) => {
      const all = await scene.look.at(eventDestinations, name);
      // AWS does not say whether a destination that is not enabled counts.
      const listed = (all === 'absent' ? [] : all)
        .filter(({ isEnabled }) => isEnabled)
        .map(each => ({ name: each.name, extra: each.events.filter(type => /^(open|click)$/.test(type) && !events.includes(type)) }))
        .find(({ extra }) => extra.length > 0);
      if (listed === undefined) return ok(`no destination of ${name} lists opens or clicks unasked`);
      const isOurs = wants(scene.asked, await scene.look.at(place)).some(({ id }) => id === `event-destination/${name}/${listed.name}`);
      return problem('clicks', `event destination ${listed.name} of ${name} lists ${listed.extra.join(' and ')}, which is not wished`, {
        means: `That alone has SES ${listed.extra.includes('click') ? 'rewrite the links' : 'put a pixel into the mail'} of everything sent with ${name}.`,
        ...(isOurs
          ? { mend: scene.setupCommand }
          : { shows: scene.awsCommand(['sesv2', 'get-configuration-set-event-destinations', '--configuration-set-name', name]) }),
      });
    }),
});

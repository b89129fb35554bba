/** Whether a configuration set is paused. */
import { check, ok, problem } from '../check.ts';
import { ofEverySet } from '../each.ts';

export const setSending = check({
  id: 'set-sending',
  about: 'whether a configuration set is paused',
  hop: 'set',
  symptoms: ['no-events'],
  iam: ['ses:GetConfigurationSet'],
  explains: ['configuration-set'],
  look: scene =>
    ofEverySet(scene, ({ name, sending: wish }, { sending }) => {
      if (sending || wish === false) return ok(`configuration set ${name} ${sending ? 'sends' : 'is paused, as wished'}`);
      return problem('sends', `configuration set ${name} is paused`, {
        means: 'SES refuses every send that names it. Somebody paused it, or an alarm did: find out why before you let it go on.',
        mend:
          wish === true
            ? scene.setupCommand
            : scene.awsCommand(['sesv2', 'put-configuration-set-sending-options', '--configuration-set-name', name, '--sending-enabled']),
      });
    }),
});

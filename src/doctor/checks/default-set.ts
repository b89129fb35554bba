/** Which configuration set the sender's mail goes with where a send names none. */
import { configurationSet } from '../../observe/configuration-set.ts';
import { check, ok, problem, skipped } from '../check.ts';
import { senderOf } from '../sender.ts';

export const defaultSet = check({
  id: 'default-set',
  about: "which configuration set the sender's mail goes with where the send names none",
  hop: 'sender',
  symptoms: ['no-events', 'links-not-rewritten'],
  iam: ['ses:GetEmailIdentity', 'ses:GetConfigurationSet'],
  after: ['sender'],
  async look({ asked, from, look, awsCommand }) {
    if (from === undefined) return skipped('--from names no sender');
    const { identity } = await look.at(senderOf, from);
    if (identity === undefined) return skipped(`no identity is for ${from}`);
    const { name, configurationSet: set } = identity;
    const ours = asked.sets.map(each => each.name);
    const [first = ''] = ours;
    if (set === undefined) return ok(`${name} has no default configuration set: only sends that name ${ours.join(' or ')} are tracked`);
    const command = ['sesv2', 'put-email-identity-configuration-set-attributes', '--email-identity', name];
    const mend = awsCommand([...command, '--configuration-set-name', first]);
    if ((await look.at(configurationSet, set)) === 'absent') {
      // One that setup will make is no reason to take another.
      if (ours.includes(set)) return skipped(`there is no configuration set ${set}`);
      return problem('sends', `the default configuration set of ${name} is ${set}, which does not exist`, {
        means: 'A send that names no configuration set goes with one that is not there.',
        mend,
      });
    }
    if (ours.includes(set)) return ok(`mail from ${name} goes with ${set} where the send names no set`);
    return problem('events', `mail from ${name} that names no configuration set goes with ${set}`, {
      means: `${set}, not ${first}, then decides what is tracked and where events go. Leave it if that is meant, and name ${first} in the sends that should be tracked here.`,
      mend,
    });
  },
});

/** Whether the distribution leaves the reader's own headers as they are. */
import { ok, problem } from '../check.ts';
import { distributionCheck } from '../standing.ts';

/** What SES reads of the reader: what events say of the program and, behind a front, of the address. */
const readers = ['user-agent', 'x-forwarded-for'];

export const originHeaders = distributionCheck({
  id: 'origin-headers',
  about: "whether the distribution puts headers of its own in the place of the reader's",
  symptoms: [],
  look({ called, origin }, { setupCommand }) {
    const set = (origin.CustomHeaders?.Items ?? []).map(({ HeaderName = '' }) => HeaderName);
    const wrong = set.filter(name => readers.includes(name.toLowerCase()));
    if (wrong.length === 0) return ok(`${called} leaves the reader's own headers as they are`);
    return problem('events', `${called} sends SES a ${wrong.join(' and ')} of its own`, {
      means: 'Every open and click looks as if it came from one program or one place, people and bots alike.',
      mend: setupCommand,
    });
  },
});

/** Whether the distribution leads to SES's tracking host in the region of the configuration sets. */
import { trackingHost } from '../../setup/front-wants.ts';
import { ok, problem } from '../check.ts';
import { distributionCheck } from '../standing.ts';

export const origin = distributionCheck({
  id: 'origin',
  about: "whether the distribution leads to SES's tracking host in the right region",
  symptoms: ['400', '403', 'wrong-region'],
  look({ called, origin: { DomainName = '' }, tracking }, { region, setupCommand }) {
    const name = DomainName.toLowerCase();
    const wanted = trackingHost(tracking, region);
    if (name === wanted) return ok(`${called} leads to ${wanted}`);
    const other = /^r\.([a-z0-9-]+)\.awstrack\.me$/.exec(name)?.[1];
    if (other !== undefined && tracking.origin === undefined)
      return problem('clicks', `${called} leads to SES in ${other}, and the configuration sets are looked for in ${region}`, {
        means: `A link leads on only in the region that signed it: mails sent in ${region} have dead links. Where they are really sent in ${other}, run this again with --region ${other} instead; links in mails that ${other} sent die with the change.`,
        mend: setupCommand,
      });
    return problem('clicks', `${called} leads to ${name === '' ? 'no origin' : name} in place of ${wanted}`, {
      means: 'SES never sees a click or an open, and its links lead nowhere.',
      mend: setupCommand,
    });
  },
});

/** Takes away what a deployment made, and nothing else. */
import { agreed } from '../cli/agree.ts';
import { awsFlags } from '../cli/aws-flags.ts';
import { command } from '../cli/command.ts';
import { flag, text } from '../cli/flags.ts';
import { chooseAws } from '../config/aws.ts';
import { override } from '../config/override.ts';
import { exit } from '../exit.ts';
import { prepareTeardown } from '../setup/teardown.ts';
import { unmake } from '../setup/unmake.ts';
import { teardownPlanText, teardownResult, teardownText } from '../views/teardown.ts';

export const teardown = command({
  name: 'teardown',
  summary: 'Take away what setup made, and nothing else',
  about:
    'Finds what carries the tag of this deployment and what belongs to it, shows it, asks, and takes it away: tracking options first, the front last. Links in mails that are already delivered die with the tracking domain; --keep-front leaves it standing. Interrupted anywhere, running it again finishes the work.',
  examples: ['ses-track teardown --dry-run', 'ses-track teardown --keep-front', 'ses-track teardown --deployment blue --yes'],
  flags: {
    domain: text("the tracking domain (default: the config file's, else the one that the set uses)", 'DOMAIN'),
    configSet: text('name of the configuration set (default: ses-track)', 'NAME'),
    queue: text('name of the SQS queue, where no subscription leads to it any more', 'NAME'),
    deployment: text('name of the deployment (default: default)', 'NAME'),
    ...awsFlags,
    keepFront: flag('leave identity, certificate, distribution and records, so that delivered links go on working'),
    dryRun: flag('show what would go and change nothing'),
    yes: flag('do it without asking'),
  },
  async run({ outside, say, config }, _args, flags) {
    const file = await config();
    const settings = override(file.settings, { ...flags, webhook: [], events: undefined });
    const aws = await outside.aws({ ...chooseAws(flags, file, outside.env), signal: outside.signal });
    const tools = { aws, network: outside, clock: outside.clock, signal: outside.signal };
    try {
      const plan = await prepareTeardown(settings, tools, { keepFront: flags.keepFront, telling: note => say.note(note) });
      const planned = teardownResult('planned', plan);
      const hasWork = plan.removals.some(({ action }) => action === 'remove');
      if (flags.dryRun) say.result(planned, () => teardownPlanText(planned, say.paint));
      if (flags.dryRun) return exit.ok;
      if (hasWork) {
        say.note(teardownPlanText(planned, say.notePaint));
        if (!flags.yes && !(await agreed(say, 'Take this away?'))) return exit.refused;
        for await (const step of unmake(plan, tools)) say.step(step);
      }
      const result = teardownResult(hasWork ? 'removed' : 'unchanged', plan);
      say.result(result, () => teardownText(result, say.paint));
      return exit.ok;
    } finally {
      aws.close();
    }
  },
});

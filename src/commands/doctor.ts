/** Finds what is wrong on the way from the send to the stored event, and says what mends it; changes nothing. */
import { awsFlags } from '../cli/aws-flags.ts';
import { certLimits } from '../cli/cert-limits.ts';
import { type Context, command } from '../cli/command.ts';
import { elsewhere } from '../cli/elsewhere.ts';
import { choice, flag, text } from '../cli/flags.ts';
import { allowHttp, wishFlags } from '../cli/wish-flags.ts';
import { chooseAws } from '../config/aws.ts';
import { findUpward } from '../config/load.ts';
import { nearest } from '../config/nearest.ts';
import { override } from '../config/override.ts';
import { checks } from '../doctor/checks/index.ts';
import { checksFor, ending, examine } from '../doctor/run.ts';
import { setScene } from '../doctor/scene.ts';
import { otherwise, symptoms } from '../doctor/symptom.ts';
import { Trouble } from '../errors.ts';
import { type ExitCode, exit } from '../exit.ts';
import { doctorResult, doctorSummary, doctorText } from '../views/doctor.ts';

const ends = { found: exit.found, denied: exit.denied, failed: exit.failed, ok: exit.ok } as const;

export const doctor = command({
  name: 'doctor',
  summary: 'Find what is wrong, and what mends it',
  about:
    'Looks at every hop from the send to the stored event, and along the link back, and changes nothing. Each problem comes with what it means and the command that mends it, worst first. A permission that is missing makes a check unknown, and the IAM action is named. Silent and exit 0 where all is well, exit 1 where something is wrong.',
  examples: [
    'ses-track doctor',
    'ses-track doctor --symptom no-events --from news@example.com',
    'ses-track doctor --domain click.example.com --webhook https://hooks.example.com/ses',
    'ses-track doctor --all',
    'ses-track doctor --explain topic-policy',
  ],
  flags: {
    symptom: { ...choice(`look for the cause of that alone: ${symptoms.join(', ')}`, symptoms), takes: 'SYMPTOM' },
    from: text('an address that mail is sent from: its identity is looked at, too', 'ADDRESS'),
    all: flag('also show what is well and what was skipped'),
    explain: text('print the page of a check', 'ID'),
    ...wishFlags,
    ...awsFlags,
    allowHttp,
  },
  async run(context, _args, flags) {
    if (flags.explain !== undefined) return explain(context, flags.explain);
    const { outside, say } = context;
    const { symptom, from, all, explain: _, ...given } = flags;
    checkSender(from);
    const file = await context.config();
    const settings = override(file.settings, flags);
    const limits = certLimits(settings);
    const choice = chooseAws(flags, file, outside.env);
    const byItself = file.file === undefined ? undefined : await findUpward(outside.files, outside.cwd);
    const aws = await outside.aws({ ...choice, signal: outside.signal });
    try {
      const named = file.file === byItself ? undefined : file.file;
      const scene = setScene({
        ...outside,
        ...choice,
        ...{ aws, settings, from, allowHttp: flags.allowHttp, certLimits: limits, network: outside, given: { config: named, ...given } },
      });
      const step = { id: 'doctor', title: 'look at every hop' };
      const led = elsewhere(outside);
      if (led !== undefined) say.note(led);
      const started = outside.clock.now();
      if (say.isInteractive) say.step({ ...step, state: 'start' });
      const findings = await examine(scene, checksFor(symptom, checks));
      if (say.isInteractive) say.step({ ...step, state: 'done', ms: outside.clock.now() - started });
      const about = {
        region: aws.region,
        deployment: scene.asked.deployment,
        symptom,
        ...(symptom === undefined ? {} : { otherwise: otherwise(symptom, findings, scene.asked.sets) }),
      };
      const result = doctorResult(about, findings);
      say.result(result, () => doctorText(result, { showsAll: all, paint: say.paint, ...(say.isInteractive ? { columns: say.columns } : {}) }));
      if (say.isInteractive) say.note(doctorSummary(result, say.notePaint));
      return ends[ending(findings)];
    } finally {
      aws.close();
    }
  },
});

/** An address, or a domain. */
function checkSender(from: string | undefined): void {
  if (from === undefined || /^([^\s@]+@)?([a-z0-9-]+\.)+[a-z0-9-]+$/i.test(from)) return;
  throw new Trouble('cli.usage', `--from is "${from}", which is no address`, 'Give an address such as news@example.com, without a name before it.');
}

async function explain({ say }: Context, id: string): Promise<ExitCode> {
  const { pages } = await import('../doctor/pages.ts');
  const page = Object.hasOwn(pages, id) ? pages[id] : undefined;
  if (page === undefined) {
    const meant = nearest(id, Object.keys(pages));
    throw new Trouble(
      'cli.usage',
      `there is no check "${id}"`,
      meant === undefined ? 'ses-track doctor --all lists them.' : `Did you mean ${meant}?`,
    );
  }
  say.result({ id, page }, page);
  return exit.ok;
}

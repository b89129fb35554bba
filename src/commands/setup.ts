/** Makes tracking exist: plans, asks, applies, proves. */
import { agreed } from '../cli/agree.ts';
import { awsFlags } from '../cli/aws-flags.ts';
import { command } from '../cli/command.ts';
import { elsewhere } from '../cli/elsewhere.ts';
import { flag, text } from '../cli/flags.ts';
import type { Say } from '../cli/say.ts';
import { allowHttp, wishFlags } from '../cli/wish-flags.ts';
import { chooseAws } from '../config/aws.ts';
import { override, type SetupFlags } from '../config/override.ts';
import { validate } from '../config/validate.ts';
import { Trouble } from '../errors.ts';
import { exit } from '../exit.ts';
import type { Outside } from '../outside/index.ts';
import { apply, type Tools } from '../setup/apply.ts';
import { guard } from '../setup/guard.ts';
import type { Plan } from '../setup/plan.ts';
import { prepare } from '../setup/prepare.ts';
import { awaitWebhooks, unproven } from '../setup/prove.ts';
import { checkUnmoved, readSaved, type Saved, saved } from '../setup/saved.ts';
import { asked } from '../setup/want.ts';
import { planText } from '../views/plan.ts';
import { setupResult, setupText } from '../views/setup.ts';

/** A webhook that works confirms within a second or two; so long it is waited for without being asked to. */
const webhookGraceMs = 5_000;
const webhookTimeoutMs = 120_000;

export const setup = command({
  name: 'setup',
  summary: 'Make tracking exist: plan, ask, apply, prove',
  about:
    'Reads ses-track.yaml (flags alone do for the simple case), looks at AWS, shows every field that would change, asks, and changes it. Running it again changes nothing and says so; interrupted anywhere, running it again finishes the work.',
  examples: [
    'ses-track setup --domain click.example.com --webhook https://hooks.example.com/ses',
    'ses-track setup --webhook https://hooks.example.com/ses',
    'ses-track setup --config-set newsletter --events send,delivery,bounce,complaint --dry-run',
    'ses-track setup --check',
    'ses-track setup --out plan.json && ses-track setup --plan plan.json --yes',
  ],
  flags: {
    ...wishFlags,
    ...awsFlags,
    dryRun: flag('show the plan and change nothing'),
    check: flag('show the plan, change nothing, exit 1 when something would change'),
    yes: flag('do it without asking'),
    adopt: flag('take over what ses-track did not make'),
    force: flag('do what is dangerous, too'),
    allowHttp,
    out: text('write the plan to a file and change nothing', 'FILE'),
    plan: text('apply that plan, unless AWS has moved since', 'FILE'),
    waitWebhook: flag('wait until every webhook has confirmed; exit 1 when one does not'),
  },
  async run({ outside, say, config }, _args, flags) {
    const reviewed = flags.plan === undefined ? undefined : readSaved(await readText(outside, flags.plan), flags.plan);
    if (reviewed !== undefined) refuseBeside(reviewed, flags);
    const file = await config();
    const settings = reviewed === undefined ? override(file.settings, flags) : validate(reviewed.settings, () => flags.plan ?? '');
    const choices = reviewed ?? flags;
    const { adopt } = choices;
    const wish = asked(settings, choices);
    const led = elsewhere(outside);
    if (wish.tracking !== undefined && led !== undefined) say.note(led);
    const choice = chooseAws({ ...flags, region: reviewed?.region ?? flags.region }, file, outside.env);
    const aws = await outside.aws({ ...choice, signal: outside.signal });
    try {
      const tools = { aws, network: { dns: outside.dns, tls: outside.tls }, clock: outside.clock, signal: outside.signal };
      const plan = await prepare(wish, tools, { adopt });
      const isClean = plan.changes.every(({ action }) => action === 'none');
      if (reviewed !== undefined) checkUnmoved(reviewed, plan);
      if (flags.out !== undefined) await outside.files.write(flags.out, saved(plan, settings, choices));
      if (flags.dryRun || flags.check || flags.out !== undefined) {
        say.result(setupResult('planned', plan, plan, unproven({ ...plan, changes: plan.changes.filter(({ action }) => action === 'none') })), () =>
          planText(plan, say.paint),
        );
        return flags.check && !isClean ? exit.found : exit.ok;
      }
      if (!isClean) {
        say.note(planText(plan, say.notePaint));
        guard(plan, flags);
        if (!flags.yes && !(await agreed(say, 'Do this?'))) return exit.refused;
      }
      const end = await carryOut(plan, tools, say, async () => (isClean ? plan : prepare(wish, tools, { adopt })), flags.waitWebhook);
      const left = unproven(end);
      const result = setupResult(isClean ? 'unchanged' : 'applied', plan, end, left);
      say.result(result, () => setupText(result, say.paint));
      return flags.waitWebhook && left.length > 0 ? exit.found : exit.ok;
    } finally {
      aws.close();
    }
  },
});

/** Applies, looks again, and waits for webhooks where asked. */
async function carryOut(plan: Plan, tools: Tools, say: Say, again: () => Promise<Plan>, waitsForWebhooks: boolean): Promise<Plan> {
  try {
    for await (const step of apply(plan, tools)) {
      if (step.byHand !== undefined) say.note(step.byHand);
      say.step(step);
    }
    const end = await again();
    const pending = (of: Plan) => new Set(of.changes.filter(({ have }) => have?.pending !== undefined).map(({ id }) => id));
    const old = pending(plan);
    const isNew = [...pending(end)].some(id => !old.has(id));
    if (pending(end).size === 0 || !(isNew || waitsForWebhooks)) return end;
    const patience = waitsForWebhooks ? { timeoutMs: webhookTimeoutMs, asksAgain: old } : { timeoutMs: webhookGraceMs, asksAgain: new Set<string>() };
    const waiting = awaitWebhooks(end, tools, { ...patience, isPatient: waitsForWebhooks });
    for (;;) {
      const next = await waiting.next();
      if (next.done === true) return next.value;
      say.step(next.value);
    }
  } catch (error) {
    if (tools.signal.aborted) say.note('What is made stays. Run the same command again: it finishes the work.');
    throw error;
  }
}

function refuseBeside(
  { region: planned }: Saved,
  { webhook, noRepair, region = planned, ...flags }: SetupFlags & { region: string | undefined },
): void {
  const { configSet, queue, events, deployment, domain, httpsPolicy, front, trackingOrigin } = flags;
  const others = [configSet, queue, events, deployment, domain, httpsPolicy, front, trackingOrigin];
  if (region !== planned) throw new Trouble('cli.usage', `--plan is for ${planned}, and --region says ${region}`, 'Leave --region out.');
  if (webhook.length === 0 && noRepair !== true && others.every(each => each === undefined)) return;
  throw new Trouble('cli.usage', '--plan says all that is wanted', 'Leave out what it says already, such as --domain, --config-set and --webhook.');
}

async function readText(outside: Outside, path: string): Promise<string> {
  return new TextDecoder().decode(await outside.files.read(path));
}

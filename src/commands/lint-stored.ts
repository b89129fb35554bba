/** Opens the templates stored in SES for lint; loaded for --templates alone, so an ordinary lint loads no SDK. */
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import { listEmailTemplates, readEmailTemplate } from '../aws/email-templates.ts';
import type { Context } from '../cli/command.ts';
import { type AwsChoice, chooseAws } from '../config/aws.ts';
import type { Config } from '../config/load.ts';
import { Trouble } from '../errors.ts';
import type { Work } from '../lint/session.ts';
import { storedPrefix } from '../lint/source/read.ts';

/** AWS: one such call a second. From so many templates on the wait is said. */
const worthSaying = 10;

interface Asked {
  fix: boolean;
  region: string | undefined;
  profile: string | undefined;
  endpointUrl: string | undefined;
}

/**
 * Each template is a file called `ses:NAME`, read when its turn comes. Needs ses:ListEmailTemplates and ses:GetEmailTemplate.
 * @returns the work, and how to let go of AWS; refuses (Trouble `cli.usage`) files beside it, `fix`, and a region without templates
 */
export async function openStored(
  { outside, say }: Context,
  config: Config,
  args: readonly string[],
  flags: Asked,
): Promise<{ work: Work; close(): void }> {
  if (args.length > 0) throw new Trouble('cli.usage', '--templates stands beside files', 'Lint the files by themselves.');
  if (flags.fix)
    throw new Trouble(
      'cli.usage',
      'templates stored in SES cannot be mended in place',
      'Mend the source they were made from, and update them from it.',
    );
  const choice: AwsChoice = chooseAws(flags, config, outside.env);
  const aws = await outside.aws({ ...choice, signal: outside.signal });
  try {
    const ses = await aws.ses();
    const files = (await listEmailTemplates(ses)).map(name => `${storedPrefix}${name}`);
    if (files.length === 0) throw new Trouble('cli.usage', `no template is stored in SES in ${aws.region}`, 'Check --region and --profile.');
    if (files.length >= worthSaying) say.note(`${files.length} templates; SES hands out one a second`);
    const pause = (): undefined => {
      outside.signal.throwIfAborted();
      return undefined;
    };
    const targets = files.map(file => ({ file, isFound: false }));
    return { work: { files: targets, read: file => read(ses, file), fix: false, pause }, close: () => aws.close() };
  } catch (error) {
    aws.close();
    throw error;
  }
}

async function read(ses: SESv2Client, file: string): Promise<Uint8Array> {
  const template = await readEmailTemplate(ses, file.slice(storedPrefix.length));
  if (template === undefined) throw new Trouble('file.unreadable', 'it was deleted since it was listed', 'Run it again.');
  return Buffer.from(template);
}

/** Prints the least-privilege IAM policy for what the configuration asks for. */
import { command } from '../cli/command.ts';
import { text, texts } from '../cli/flags.ts';
import { chooseAws } from '../config/aws.ts';
import { override } from '../config/override.ts';
import { Trouble } from '../errors.ts';
import { exit } from '../exit.ts';
import { partitionOf } from '../observe/place.ts';
import { type Purpose, policyFor, purposes } from '../setup/iam.ts';
import { asked } from '../setup/want.ts';

export const iam = command({
  name: 'iam',
  summary: 'Print the least-privilege IAM policy for this configuration',
  about:
    'Asks nobody and needs no credentials: the policy follows from the configuration. Account and region are * where they are not known. sts:GetCallerIdentity needs no permission.',
  examples: [
    'ses-track iam --domain click.example.com --webhook https://hooks.example.com/ses',
    'ses-track iam --for send --for listen',
    'ses-track iam --account 123456789012 --region eu-west-1 > policy.json',
  ],
  flags: {
    for: texts(`what the policy is for: ${purposes.join(', ')}; may be given more than once (default: setup)`, 'COMMAND'),
    domain: text('the tracking domain', 'DOMAIN'),
    configSet: text('name of the configuration set (default: ses-track)', 'NAME'),
    webhook: texts('address that SNS posts events to', 'URL'),
    queue: text('name of an SQS queue that also gets every event', 'NAME'),
    deployment: text('name of the deployment (default: default)', 'NAME'),
    account: text('number of the AWS account (default: any)', 'ID'),
    region: text('AWS region where SES is (else AWS_REGION, the config file; default: any)', 'REGION'),
  },
  async run({ outside, say, config }, _args, flags) {
    const file = await config();
    const wish = asked(override(file.settings, { ...flags, events: undefined }), { allowHttp: true });
    const { region = '*' } = chooseAws(flags, file, outside.env);
    if (flags.account !== undefined && !/^\d{12}$/.test(flags.account))
      throw new Trouble('cli.usage', `--account is "${flags.account}", which is no number of an AWS account`, 'Give twelve digits.');
    const place = { account: flags.account ?? '*', region, partition: partitionOf(region) };
    const policy = policyFor(wish, place, flags.for.length === 0 ? ['setup'] : flags.for.map(readPurpose));
    say.result(policy, () => JSON.stringify(policy, null, 2));
    return exit.ok;
  },
});

function readPurpose(given: string): Purpose {
  const found = purposes.find(each => each === given);
  if (found !== undefined) return found;
  throw new Trouble('cli.usage', `--for is "${given}", which is not one of ${purposes.join(', ')}`, `Give one of ${purposes.join(', ')}.`);
}

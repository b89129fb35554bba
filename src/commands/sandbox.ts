/** `sandbox`: runs an AWS account in memory on loopback until it is stopped. */
import { command } from '../cli/command.ts';
import { choice, integerOr, text, texts } from '../cli/flags.ts';
import { stopped } from '../cli/stopped.ts';
import { exit } from '../exit.ts';
import { environmentText, sandboxText } from '../views/sandbox.ts';

export const sandbox = command({
  name: 'sandbox',
  summary: 'Run an AWS account in memory on loopback',
  about:
    'The AWS SDK, the AWS CLI and this program can talk to it. Mail sent to it is rewritten as SES does and reaches nobody: recipients play ' +
    'their parts by name, and a link opened on its own address makes a real, signed event.',
  examples: ['ses-track sandbox', 'ses-track sandbox --env-file sandbox.env', 'ses-track sandbox --port 0 --json --certificate sandbox.pem'],
  flags: {
    port: integerOr('listen there on 127.0.0.1; 0 takes any free port', 4579, { min: 0, max: 65_535 }),
    world: choice('what the account holds at the start: a verified domain example.test, or nothing', ['ready', 'empty'], 'ready'),
    pace: choice('waits of less than a second, or as long as AWS takes', ['quick', 'real'], 'quick'),
    trap: texts('let AWS misbehave so; may be given again, docs/sandbox.md lists them', 'NAME'),
    deny: texts('let IAM refuse that action, such as cloudfront:GetDistribution; may be given again', 'ACTION'),
    envFile: text('write shell exports there once it is ready', 'FILE'),
    certificate: text('write the certificate that signs its SNS messages there', 'FILE'),
  },
  async run({ outside, say }, _args, flags) {
    const account = await outside.sandbox({ world: flags.world, pace: flags.pace, traps: flags.trap, denied: flags.deny });
    const folder = await outside.files.tempFolder();
    try {
      const { url } = await account.serve(flags.port);
      const network = await account.serveNetwork();
      const roots = `${folder}/roots.pem`;
      await outside.files.write(roots, network.roots.join('\n'));
      const environment = {
        AWS_ENDPOINT_URL: url,
        AWS_REGION: account.region,
        // AWS: the AWS CLI and boto3 read this one, the SDKs of other languages the one above.
        AWS_DEFAULT_REGION: account.region,
        AWS_ACCESS_KEY_ID: 'sandbox',
        AWS_SECRET_ACCESS_KEY: 'sandbox',
        // Where DNS and HTTPS of this world are, and whom to trust there.
        SES_TRACK_DNS: network.dns,
        SES_TRACK_CONNECT_TO: network.connectTo,
        NODE_EXTRA_CA_CERTS: roots,
      };
      if (flags.certificate !== undefined) await outside.files.write(flags.certificate, account.certificate);
      if (flags.envFile !== undefined) await outside.files.write(flags.envFile, environmentText(environment));
      if (say.format === 'json')
        say.output(`${JSON.stringify({ url, account: account.account, region: account.region, certificate: account.certificate, environment })}\n`);
      else
        say.note(
          sandboxText(
            { url, account: account.account, region: account.region, environment, envFile: flags.envFile, certificate: flags.certificate },
            say.notePaint,
          ),
        );
      await stopped(outside.signal);
    } finally {
      await account.stop();
      await outside.files.remove(folder);
    }
    return exit.ok;
  },
});

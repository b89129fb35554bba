/** Checks the certificate that a tracking domain serves, and what will make its next renewal fail. */
import { X509Certificate } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { relative } from 'node:path';
import { github } from '../cert/formats/github.ts';
import { json } from '../cert/formats/json.ts';
import { nagios } from '../cert/formats/nagios.ts';
import { prometheus } from '../cert/formats/prometheus.ts';
import type { CertReport } from '../cert/formats/report.ts';
import { type Gathering, gather } from '../cert/gather.ts';
import { type CertVerdict, isFine, judge, worst } from '../cert/judge.ts';
import { inLanes } from '../cert/lanes.ts';
import { outcome } from '../cert/outcome.ts';
import { awsFlags } from '../cli/aws-flags.ts';
import { certLimits, usualLimits } from '../cli/cert-limits.ts';
import { type Context, command } from '../cli/command.ts';
import { elsewhere } from '../cli/elsewhere.ts';
import { duration, flag, text } from '../cli/flags.ts';
import { chooseAws } from '../config/aws.ts';
import type { Config } from '../config/load.ts';
import { reason, Trouble } from '../errors.ts';
import { exit, pluginExit } from '../exit.ts';
import { readDomain } from '../observe/domain.ts';
import { certText } from '../views/cert.ts';

/** A file that others are to read, whatever the umask of the job that writes it. */
const openMode = 0o644;

/** Domains that are looked at side by side: a dozen sockets each at most, and a process may have some thousands. */
const atOnce = 250;

const longestMs = 3_600_000;

export const certCheck = command({
  name: 'cert-check',
  args: ['[domain...]'],
  summary: 'Know weeks before a certificate dies',
  about:
    'Looks at what every address of the domain serves. Chain, name and expiry decide the state; key, who serves it, plain http, the favicon proof, the clock and CAA are advice. With --aws it also asks ACM, CloudFront and Route 53 what will make the next renewal fail; without it no credential is looked for. Without a domain it takes that of the config file.\n\nExit codes here: 0 fine, 1 warning or critical, 3 something could not be seen, 4 only AWS kept something back. With --format nagios: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN, whatever goes wrong.',
  examples: [
    'ses-track cert-check click.example.com',
    'ses-track cert-check --quiet',
    'ses-track cert-check click.example.com --aws',
    'ses-track cert-check click.example.com --warn 30d --crit 7d --format nagios',
    'ses-track cert-check --format prometheus --output /var/lib/node_exporter/ses-track.prom',
    'ses-track cert-check click.example.com --connect d111111abcdef8.cloudfront.net:443',
  ],
  flags: {
    warn: { ...duration('a warning when less time is left'), byDefault: usualLimits.warn },
    crit: { ...duration('critical when less time is left'), byDefault: usualLimits.crit },
    aws: flag('also ask ACM, CloudFront and Route 53 (else certCheck.aws of the config file)'),
    connect: text('ask this address alone for the domain; DNS, who serves it and the favicon are left out', 'HOST:PORT'),
    ca: text('PEM file of authorities to trust beside those of Node', 'FILE'),
    timeout: { ...duration('for each question to DNS and for each connection'), byDefault: '10s' },
    quiet: flag('say nothing of a domain where there is nothing to do (text and github)'),
    output: text('write the result to a file, whole or not at all', 'FILE'),
    ...awsFlags,
  },
  formats: ['nagios', 'prometheus', 'github'],
  async run(context, args, flags) {
    const { outside, say } = context;
    const config = await context.config();
    const limits = certLimits(config.settings, flags);
    const options = await gathering(context, config, flags);
    const named = domainsOf(args, config, outside.cwd);
    // What cron or a collector runs says nothing beside its result.
    const isTalking = !flags.quiet && flags.output === undefined && /^(text|json)$/.test(say.format);
    const led = flags.connect === undefined ? elsewhere(context.outside) : undefined;
    if (isTalking) for (const note of [...named.notes, ...(led === undefined ? [] : [led])]) say.note(note);
    const wantsAws = flags.aws || config.settings.certCheck?.aws === true;
    const aws = wantsAws ? await (await import('./cert-aws.ts')).openAws(outside, chooseAws(flags, config, outside.env), options) : undefined;
    try {
      const look = (domain: string) =>
        gather(outside, domain, { ...options, ...(aws === undefined ? {} : { askAws: edge => aws.ask(domain, edge) }) });
      const gathered = await inLanes(named.domains, atOnce, look);
      const now = outside.clock.now();
      const verdicts = gathered.map(each => judge({ ...each, ...limits, now }));
      const result = written(
        { verdicts, now, ...limits, ...(flags.connect === undefined ? {} : { connectTo: flags.connect }) },
        context,
        flags.quiet,
      );
      if (flags.output === undefined) say.output(result);
      else await outside.files.write(flags.output, result, openMode);
      if (say.format === 'nagios') return pluginExit[worst(verdicts.map(({ state }) => state))];
      return { ok: exit.ok, found: exit.found, unseen: exit.failed, denied: exit.denied }[outcome(verdicts)];
    } finally {
      aws?.close();
    }
  },
});

/** What the flags say of the network; refuses (Trouble `cli.usage`) what cannot be meant. */
async function gathering(
  { outside }: Context,
  config: Config,
  {
    connect,
    ca,
    timeout,
    ...aws
  }: { connect: string | undefined; ca: string | undefined; timeout: number | undefined } & Parameters<typeof chooseAws>[0],
): Promise<Gathering> {
  if (timeout === 0) throw new Trouble('cli.usage', '--timeout is no time at all', 'Give it as 10s.');
  // A timer of Node's ends at once where it is to last longer than 24 days.
  if (timeout !== undefined && timeout > longestMs) throw new Trouble('cli.usage', '--timeout is longer than an hour', 'Give it as 10s.');
  if (connect !== undefined && !isHostPort(connect))
    throw new Trouble(
      'cli.usage',
      `--connect is "${connect}", expected host:port`,
      'Give it as 127.0.0.1:443, [2001:db8::1]:443 or a name with its port.',
    );
  // Where SES is by the flags and the config file; the environment is for whoever talks to AWS.
  const { region } = chooseAws(aws, config, {});
  return {
    signal: outside.signal,
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    ...(connect === undefined ? {} : { connectTo: connect }),
    ...(region === undefined ? {} : { region }),
    ...(ca === undefined ? {} : { roots: await readRoots(outside.files, ca) }),
  };
}

function isHostPort(text: string): boolean {
  const [, literal, port] = /^(?:\[(.+)\]|[^\s:/[\]]+):(\d{1,5})$/.exec(text) ?? [];
  return (literal === undefined || isIPv6(literal)) && Number(port) > 0 && Number(port) < 65_536;
}

async function readRoots(files: Context['outside']['files'], path: string): Promise<string[]> {
  // At once: the first asynchronous reading of a file costs Node more than all else here.
  const pem = new TextDecoder().decode(await files.readNow(path));
  const found = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  try {
    for (const each of found) new X509Certificate(each);
  } catch (cause) {
    throw new Trouble('cli.usage', `--ca ${path} has a certificate that cannot be read: ${reason(cause)}`, 'Give a PEM file of certificates.', {
      cause,
    });
  }
  if (found.length > 0) return found;
  throw new Trouble('cli.usage', `--ca ${path} has no certificate in it`, 'Give a PEM file: it holds -----BEGIN CERTIFICATE-----.');
}

/** Those of the command line, each once, else that of the config file. */
function domainsOf(args: readonly string[], { settings, origin, file }: Config, cwd: string): { domains: string[]; notes: string[] } {
  if (args.length > 0) return { domains: [...new Set(args.map(each => domainOf(each, 'cli.usage')))], notes: [] };
  const configured = settings.tracking?.domain;
  if (configured === undefined)
    throw new Trouble(
      'cli.usage',
      file === undefined
        ? 'no domain to check, and no config file that names one'
        : `no domain to check: ${relative(cwd, file)} names no tracking domain`,
      'Name the domain, or set tracking.domain in ses-track.yaml.',
    );
  const where = origin['tracking.domain'] ?? 'the config file';
  const domain = domainOf(configured, 'config.invalid', `${where}: `);
  return { domains: [domain], notes: [`Checking ${domain}, the tracking domain by ${where}.`] };
}

function domainOf(given: string, code: 'cli.usage' | 'config.invalid', where = ''): string {
  const read = readDomain(given);
  if ('domain' in read) return read.domain;
  throw new Trouble(
    code,
    `${where}${read.wrong}`,
    read.meant === undefined ? 'Give the tracking domain, as click.example.com.' : `Did you mean ${read.meant}?`,
  );
}

function written(report: CertReport, { say }: Context, quiet: boolean): string {
  if (say.format === 'json') return json(report);
  if (say.format === 'nagios') return nagios(report);
  if (say.format === 'prometheus') return prometheus(report);
  if (say.format === 'github') return github(quiet ? { ...report, verdicts: report.verdicts.filter((each: CertVerdict) => !isFine(each)) } : report);
  return certText(report, { paint: say.paint, quiet, isFine, ...(say.isInteractive ? { columns: say.columns } : {}) });
}

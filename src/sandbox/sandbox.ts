/** An AWS account in memory, ready to use: one world, the wire over it, the tracking host, and an address on loopback when asked for. */
import type { Outside, Sandbox, SandboxOptions } from '../outside/index.ts';
import { dnsZones } from './aws/route53/lookup.ts';
import { furnish } from './aws/sesv2/state.ts';
import { signerOf } from './aws/sns.ts';
import { deny, readDenied } from './deny.ts';
import { face } from './face.ts';
import { reach } from './front.ts';
import { inbox } from './inbox.ts';
import { insideNetwork, outerFace } from './inside.ts';
import { throttle } from './throttle.ts';
import { readTraps } from './traps.ts';
import { maxBodyBytes, requestHandler } from './wire/faces.ts';
import { newWire } from './wire/wire.ts';
import { newWorld } from './world.ts';

/** What a sandbox asks of the outside: `web` is how SNS reaches an endpoint, `serve` and `serveDns` open the addresses. */
export type Surroundings = Pick<Outside, 'clock' | 'random' | 'web' | 'serve' | 'serveDns'>;

/** A fresh account; nothing of it outlives `stop`. */
export async function openSandbox(outside: Surroundings, options: SandboxOptions = {}): Promise<Sandbox> {
  const traps = readTraps(options.traps ?? []);
  const world = newWorld({ clock: outside.clock, random: outside.random, web: outside.web, pace: options.pace ?? 'quick', traps });
  furnish(world, options.world ?? 'ready');
  world.denied = new Set(await readDenied(options.denied ?? []));
  const wire = newWire(world, {
    handlers: {
      acm: async () => (await import('./aws/acm.ts')).acm,
      cloudfront: async () => (await import('./aws/cloudfront.ts')).cloudfront,
      route53: async () => (await import('./aws/route53.ts')).route53,
      sesv2: async () => (await import('./aws/sesv2.ts')).sesv2,
      sns: async () => (await import('./aws/sns.ts')).sns,
      sqs: async () => (await import('./aws/sqs.ts')).sqs,
      sts: async () => (await import('./aws/sts.ts')).sts,
    },
    before(call, input) {
      deny(call);
      throttle(call, input);
    },
  });
  const { certificate } = await signerOf(world);
  const servings: { stop(graceMs?: number): Promise<void> }[] = [];
  return {
    requestHandler: requestHandler(wire),
    account: world.account,
    region: world.region,
    certificate,
    mails: () => inbox(world),
    async visit(url, headers) {
      const { status, headers: answered } = await reach(world, url, headers === undefined ? {} : { headers });
      const location = answered.get('location');
      return { status, ...(location === null ? {} : { location }) };
    },
    settled: () => world.settled(),
    calls: () => wire.calls(),
    async serve(port) {
      const serving = await outside.serve(face(world, wire), { host: '127.0.0.1', port, maxBodyBytes });
      world.url = serving.url;
      servings.push(serving);
      return serving;
    },
    setTraps(changed) {
      for (const name of readTraps(Object.keys(changed))) {
        if (changed[name] === true) world.traps.add(name);
        else world.traps.delete(name);
      }
      // What has moved is kept as it is now.
      dnsZones(world);
    },
    async deny(actions) {
      world.denied = new Set(await readDenied(actions));
    },
    network: insideNetwork(world),
    async serveNetwork() {
      const outer = outerFace(world);
      const dns = await outside.serveDns(outer.dns, 0);
      servings.push(dns);
      const tls = await outside.serve(outer.front, {
        host: '127.0.0.1',
        port: 0,
        maxBodyBytes,
        // CloudFront takes 20,480 bytes of headers; the front itself refuses what SES would.
        maxHeaderBytes: 32_768,
        tls: { ...outer.own, certificateFor: outer.certificateFor },
      });
      servings.push(tls);
      return { dns: dns.address, connectTo: new URL(tls.url).host, roots: [outer.root] };
    },
    async stop() {
      world.stop();
      await Promise.all(servings.map(serving => serving.stop(1000)));
    },
  };
}

/** The AWS CLI, a client of another make, reads what the SDK made. */
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { serve } from '../../../src/outside/node/serve.ts';
import { acm } from '../../../src/sandbox/aws/acm.ts';
import { cloudfront } from '../../../src/sandbox/aws/cloudfront.ts';
import { route53 } from '../../../src/sandbox/aws/route53.ts';
import { httpFace } from '../../../src/sandbox/wire/faces.ts';
import { newWire } from '../../../src/sandbox/wire/wire.ts';
import { isLong } from '../../long.ts';
import { domain, frontConfig, openCloud } from './cloud.ts';

const run = promisify(execFile);

const why = ((): string | undefined => {
  if (!isLong) return 'only under npm run test:all';
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'no AWS CLI on this machine';
  }
})();

test.skipIf(why !== undefined)(
  `the AWS CLI reads certificate, distribution and records${why === undefined ? '' : ` (skipped: ${why})`}`,
  async () => {
    const cloud = openCloud();
    const arn = await cloud.issued();
    const { Distribution: made } = await cloud.create(frontConfig(arn));
    const wire = newWire(cloud.world, { handlers: { acm, cloudfront, route53 } });
    const serving = await serve(httpFace(wire), { host: '127.0.0.1', port: 0, maxBodyBytes: 1_000_000 });
    const credentials = {
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const aws = async (...words: string[]) => {
      const { stdout } = await run('aws', [...words, '--endpoint-url', serving.url, '--output', 'json'], {
        env: { PATH: process.env['PATH'], ...credentials },
      });
      return JSON.parse(stdout);
    };
    try {
      const [certificate, distribution, records] = await Promise.all([
        aws('acm', 'describe-certificate', '--certificate-arn', arn),
        aws('cloudfront', 'get-distribution-config', '--id', made?.Id ?? ''),
        aws('route53', 'list-resource-record-sets', '--hosted-zone-id', await cloud.zoneId()),
      ]);
      expect(certificate.Certificate).toMatchObject({ Status: 'ISSUED', DomainName: domain, InUseBy: [made?.ARN] });
      expect(distribution.DistributionConfig).toMatchObject({
        Aliases: { Quantity: 1, Items: [domain] },
        Origins: { Items: [{ DomainName: 'r.us-east-1.awstrack.me', CustomOriginConfig: { OriginProtocolPolicy: 'https-only' } }] },
        ViewerCertificate: { ACMCertificateArn: arn, MinimumProtocolVersion: 'TLSv1.2_2021' },
      });
      expect(distribution.ETag).toMatch(/^E[A-Z0-9]{13}$/);
      expect(records.ResourceRecordSets[0]).toMatchObject({ Name: 'example.test.', Type: 'NS', TTL: 172_800 });
      expect(cloud.world.failures).toEqual([]);
    } finally {
      await serving.stop(0);
    }
  },
);

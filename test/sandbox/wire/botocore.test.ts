import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Serving } from '../../../src/outside/index.ts';
import { serve } from '../../../src/outside/node/serve.ts';
import { httpFace, maxBodyBytes } from '../../../src/sandbox/wire/faces.ts';
import { fault, type Handlers } from '../../../src/sandbox/wire/handler.ts';
import { limits } from '../../../src/sandbox/wire/limits.ts';
import { modelOf } from '../../../src/sandbox/wire/schema.ts';
import { services } from '../../../src/sandbox/wire/services.ts';
import { newWire } from '../../../src/sandbox/wire/wire.ts';
import { isLong, onlyLong } from '../../long.ts';
import { testWorld } from './harness.ts';

const hasBotocore = isLong && spawnSync('python3', ['-c', 'import botocore']).status === 0;
const why = hasBotocore ? '' : onlyLong || ' (skipped: python3 with botocore is not on this machine)';

/** Dates and bytes as JSON can carry them between the two programs. */
function tagged(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.getTime() };
  if (value instanceof Uint8Array) return { $blob: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(tagged);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, tagged(one)])) : value;
}

function untagged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untagged);
  if (typeof value !== 'object' || value === null) return value;
  if ('$date' in value) return new Date(Number(value.$date));
  if ('$blob' in value) return new Uint8Array(Buffer.from(String(value.$blob), 'base64'));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, untagged(one)]));
}

interface Report {
  calls: number;
  errors: number;
  wrong: string[];
  limits: Record<string, Record<string, { min?: number; max?: number; pattern?: string; enum?: string[] }>>;
}

/** Starts the loopback face over handlers that do as `/control` says, and lets botocore at it. */
async function roundTrip(): Promise<{ report: Report; failures: unknown[]; server: Serving }> {
  let input: unknown;
  let answer: () => unknown = () => ({});
  const models = await Promise.all(services.map(modelOf));
  const handlers = Object.fromEntries(
    models.map(({ service, operations }): [string, Handlers] => [
      service.name,
      Object.fromEntries(
        [...operations.keys()].map(name => [
          name,
          (got: unknown) => {
            input = got;
            return answer();
          },
        ]),
      ),
    ]),
  );
  const wire = newWire(testWorld(), { handlers });
  const face = httpFace(wire);
  const known = Object.fromEntries(
    models.map(({ service, operations, errors }) => [
      service.name,
      {
        operations: [...operations.keys()],
        errors: [...errors.values()].map(one => one.name),
        limits: Object.entries(limits[service.name] ?? {}).flatMap(([name, limit]) => (limit.from === 'model' ? [name] : [])),
        bare: [...operations.values()].find(one => one.input.members.every(member => !member.required && !member.traits.label))?.name,
      },
    ]),
  );
  const server = await serve(
    async (request, peer) => {
      if (!request.url.endsWith('/control')) return face(request, peer);
      const asked = (await request.json()) as { ask?: string; answer?: unknown; fault?: string; message: string; fields: unknown };
      if (asked.ask === 'services') return Response.json(known);
      if (asked.ask === 'input') return Response.json(tagged(input));
      answer = () => untagged(asked.answer);
      const { fault: name } = asked;
      if (name !== undefined)
        answer = () => {
          throw fault(name, asked.message, untagged(asked.fields) as Record<string, unknown>);
        };
      return Response.json({});
    },
    { host: '127.0.0.1', port: 0, maxBodyBytes },
  );
  const script = fileURLToPath(new URL('botocore_round_trip.py', import.meta.url));
  const { SES_TRACK_FUZZ_SEED: seed = '1', SES_TRACK_FUZZ_RUNS: runs = '1' } = process.env;
  // Nothing of the machine's own AWS set-up may leak in.
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent', PYENV_ROOT: process.env['PYENV_ROOT'], AWS_EC2_METADATA_DISABLED: 'true' };
  const { stdout } = await promisify(execFile)('python3', [script, server.url, seed, runs], { env, maxBuffer: 1 << 26 });
  return { report: JSON.parse(stdout), failures: wire.world.failures, server };
}

describe.skipIf(!hasBotocore)(`botocore over HTTP${why}`, () => {
  let result: Awaited<ReturnType<typeof roundTrip>>;
  beforeAll(async () => {
    result = await roundTrip();
  }, 120_000);
  afterAll(() => result?.server.stop(0));

  test('every operation arrives as sent and comes back as answered; every error has its code, its message and its fields', () => {
    expect(result.report.wrong).toEqual([]);
    expect(result.failures).toEqual([]);
    expect(result.report.calls).toBeGreaterThan(400);
    expect(result.report.errors).toBeGreaterThan(300);
  });

  test("our table of limits says what botocore's models say", async () => {
    for (const service of services) {
      const { enums } = await modelOf(service);
      for (const [name, { from, oneOf, says: _, ...limit }] of Object.entries(limits[service.name] ?? {})) {
        if (from !== 'model') continue;
        const { enum: values, ...theirs } = result.report.limits[service.name]?.[name] ?? {};
        expect({ name, ...theirs }).toMatchObject({ name, ...limit });
        // The SDK may be newer than the botocore of this machine: what botocore knows, we take.
        if (oneOf !== undefined) expect(enums.get(oneOf)).toEqual(expect.arrayContaining(values ?? ['no enumeration']));
        else expect(values).toBeUndefined();
      }
    }
  });
});

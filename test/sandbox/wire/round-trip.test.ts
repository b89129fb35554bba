import { describe, expect, test } from 'vitest';
import { fault, type Handlers } from '../../../src/sandbox/wire/handler.ts';
import { modelOf } from '../../../src/sandbox/wire/schema.ts';
import { services } from '../../../src/sandbox/wire/services.ts';
import { newWire } from '../../../src/sandbox/wire/wire.ts';
import { isLong } from '../../long.ts';
import { difference } from './difference.ts';
import { dice, generate } from './generate.ts';
import { sdk, testWorld } from './harness.ts';

const runs = Number(process.env['SES_TRACK_FUZZ_RUNS'] ?? (isLong ? 20 : 1));
const seed = Number(process.env['SES_TRACK_FUZZ_SEED'] ?? 1);
// A client acts on these itself: another signature, a queue's address as endpoint.
const skip = new Set(['EndpointId']);

describe.each(services)('$name', service => {
  test('every operation reaches its handler as sent and comes back as answered', async () => {
    const model = await modelOf(service);
    const got: { input?: unknown } = {};
    let answer: unknown;
    const handlers: Handlers = Object.fromEntries(
      [...model.operations.keys()].map(name => [
        name,
        (input: unknown) => {
          got.input = input;
          return answer;
        },
      ]),
    );
    const wire = newWire(testWorld(), { handlers: { [service.name]: handlers } });
    const { call } = await sdk(service, wire, service.name === 'sqs' ? { md5: false, useQueueUrlAsEndpoint: false } : {});
    const wrong: string[] = [];
    for (let run = 0; run < runs; run += 1) {
      for (const operation of model.operations.values()) {
        const roll = dice(seed * 1_000_003 + run * 1009 + operation.name.length);
        const input = generate({ model, roll, skip }, operation.input);
        answer = generate({ model, roll }, operation.output);
        delete got.input;
        try {
          const output = await call(operation.name, input);
          const problem = difference(input, got.input, 'input') ?? difference(answer, output, 'output');
          if (problem !== undefined) wrong.push(`${operation.name}, run ${run}: ${problem}`);
        } catch (error) {
          wrong.push(`${operation.name}, run ${run}: ${error instanceof Error ? error.message : error}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(wire.world.failures).toEqual([]);
  });

  test('every modelled error reaches the client by its name, its status and its fields', async () => {
    const model = await modelOf(service);
    const [operation] = [...model.operations.values()].filter(one => one.input.members.every(member => !member.required));
    if (operation === undefined) throw new Error('no operation without required members');
    let refusal = fault('', '');
    const wire = newWire(testWorld(), {
      handlers: {
        [service.name]: {
          [operation.name]: () => {
            throw refusal;
          },
        },
      },
    });
    const { call } = await sdk(service, wire);
    const wrong: string[] = [];
    const names = new Set([...model.errors.values()].map(one => one.name));
    for (const name of names) {
      const shape = model.errors.get(name);
      if (shape === undefined) throw new Error(name);
      const roll = dice(seed + name.length);
      const { message: _, Message: __, ...fields } = generate({ model, roll }, shape.shape) as Record<string, unknown>;
      refusal = fault(name, `it is ${name} & <more>`, fields);
      try {
        await call(operation.name, {});
        wrong.push(`${name} is not refused`);
      } catch (error) {
        try {
          expect(error).toMatchObject({ name, message: `it is ${name} & <more>`, $metadata: { httpStatusCode: shape.status }, ...fields });
          expect((error as { $metadata: { requestId?: string } }).$metadata.requestId).toMatch(/-/);
        } catch (mismatch) {
          wrong.push(`${name}: ${mismatch instanceof Error ? mismatch.message : mismatch}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

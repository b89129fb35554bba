/** CloudFront's operations on functions: made in DEVELOPMENT, published to LIVE, run at the edge. */
import type {
  CreateFunctionCommandInput,
  CreateFunctionCommandOutput,
  DeleteFunctionCommandInput,
  DescribeFunctionCommandInput,
  DescribeFunctionCommandOutput,
  FunctionConfig,
  FunctionStage,
  FunctionSummary,
  GetFunctionCommandInput,
  GetFunctionResult,
  ListFunctionsCommandInput,
  ListFunctionsCommandOutput,
  PublishFunctionCommandInput,
  PublishFunctionCommandOutput,
  TestFunctionCommandInput,
  TestFunctionCommandOutput,
  UpdateFunctionCommandInput,
  UpdateFunctionCommandOutput,
} from '@aws-sdk/client-cloudfront';
import { isObject, parseJson } from '../../../events/json.ts';
import { type Answer, type Call, fault, type Handlers } from '../../wire/handler.ts';
import type { World } from '../../world.ts';
import { page } from './policies.ts';
import { type FunctionEvent, runFunction } from './run-function.ts';
import { behaviorsOf, checkIfMatch, cloudFrontOf, type EdgeFunction, type FunctionStageState, newMark } from './state.ts';

/** AWS: <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions> */
const mostBytes = 10_240;

function functionOf(name: string | undefined, { world }: Call): EdgeFunction {
  const found = cloudFrontOf(world).functions.get(name ?? '');
  if (found === undefined) throw fault('NoSuchFunctionExists', 'The specified function does not exist.');
  return found;
}

function stageOf(found: EdgeFunction, stage: FunctionStage | undefined): FunctionStageState {
  const state = stage === 'LIVE' ? found.live : found.development;
  if (state === undefined) throw fault('NoSuchFunctionExists', 'The specified function does not exist.');
  return state;
}

function isAssociated(world: World, { arn }: EdgeFunction): boolean {
  return [...cloudFrontOf(world).distributions.values()].some(one =>
    behaviorsOf(one.config).some(behavior => (behavior.FunctionAssociations?.Items ?? []).some(association => association.FunctionARN === arn)),
  );
}

function summary(world: World, found: EdgeFunction, stage: FunctionStage): FunctionSummary {
  const state = stageOf(found, stage);
  return {
    Name: found.name,
    Status: found.live === undefined ? 'UNPUBLISHED' : isAssociated(world, found) ? 'DEPLOYED' : 'UNASSOCIATED',
    FunctionConfig: state.config,
    FunctionMetadata: {
      FunctionARN: found.arn,
      Stage: stage,
      CreatedTime: new Date(found.createdAt),
      LastModifiedTime: new Date(state.modifiedAt),
    },
  };
}

function stage(world: World, code: Uint8Array | undefined, config: FunctionConfig | undefined): FunctionStageState {
  if (config === undefined) throw fault('InvalidArgument', 'The parameter FunctionConfig is required.');
  const bytes = code ?? new Uint8Array();
  if (bytes.length === 0) throw fault('InvalidArgument', 'The function code is empty.');
  if (bytes.length > mostBytes) throw fault('FunctionSizeLimitExceeded', `The function size exceeds the limit of ${mostBytes} bytes.`);
  return { code: bytes, config, etag: newMark(world), modifiedAt: world.clock.now() };
}

function readEvent(bytes: Uint8Array | undefined): FunctionEvent {
  const event: unknown = parseJson(Buffer.from(bytes ?? []).toString('utf8'));
  if (!isObject(event) || !isObject(event['request'])) throw fault('InvalidArgument', 'The event object is not valid.');
  // What a caller hands in is the function's business; it is only passed through as JSON.
  return event as unknown as FunctionEvent;
}

export const functionHandlers = {
  CreateFunction(input: CreateFunctionCommandInput, call: Call): Answer<CreateFunctionCommandOutput> {
    const { world } = call;
    const { functions } = cloudFrontOf(world);
    const name = input.Name ?? '';
    if (functions.has(name))
      throw fault(
        'FunctionAlreadyExists',
        'A function with the same name already exists in this AWS account. To create a function, you must provide a unique name. To update an existing function, use UpdateFunction.',
      );
    const found: EdgeFunction = {
      name,
      arn: `arn:aws:cloudfront::${world.account}:function/${name}`,
      createdAt: world.clock.now(),
      development: stage(world, input.FunctionCode, input.FunctionConfig),
      tags: new Map((input.Tags?.Items ?? []).map(tag => [tag.Key ?? '', tag.Value ?? ''])),
    };
    functions.set(name, found);
    return {
      FunctionSummary: summary(world, found, 'DEVELOPMENT'),
      Location: `https://cloudfront.amazonaws.com/2020-05-31/function/${name}`,
      ETag: found.development.etag,
    };
  },

  DescribeFunction({ Name, Stage }: DescribeFunctionCommandInput, call: Call): Answer<DescribeFunctionCommandOutput> {
    const found = functionOf(Name, call);
    return { FunctionSummary: summary(call.world, found, Stage ?? 'DEVELOPMENT'), ETag: stageOf(found, Stage).etag };
  },

  GetFunction({ Name, Stage }: GetFunctionCommandInput, call: Call): GetFunctionResult {
    const { code, etag } = stageOf(functionOf(Name, call), Stage);
    return { FunctionCode: code, ETag: etag, ContentType: 'application/octet-stream' };
  },

  ListFunctions(input: ListFunctionsCommandInput, { world }: Call): Answer<ListFunctionsCommandOutput> {
    const all = [...cloudFrontOf(world).functions.values()].flatMap(found => {
      const stages: FunctionStage[] = input.Stage === undefined ? ['DEVELOPMENT', 'LIVE'] : [input.Stage];
      return stages.filter(one => one === 'DEVELOPMENT' || found.live !== undefined).map(one => summary(world, found, one));
    });
    const { items, most, next } = page(all, one => `${one.FunctionMetadata?.Stage}/${one.Name}`, input);
    return {
      FunctionList: {
        ...(next === undefined ? {} : { NextMarker: next }),
        MaxItems: most,
        Quantity: items.length,
        ...(items.length === 0 ? {} : { Items: items }),
      },
    };
  },

  UpdateFunction(input: UpdateFunctionCommandInput, call: Call): Answer<UpdateFunctionCommandOutput> {
    const found = functionOf(input.Name, call);
    checkIfMatch(call, input.IfMatch, found.development.etag);
    found.development = stage(call.world, input.FunctionCode, input.FunctionConfig);
    return { FunctionSummary: summary(call.world, found, 'DEVELOPMENT'), ETag: found.development.etag };
  },

  PublishFunction({ Name, IfMatch }: PublishFunctionCommandInput, call: Call): Answer<PublishFunctionCommandOutput> {
    const found = functionOf(Name, call);
    checkIfMatch(call, IfMatch, found.development.etag);
    found.live = { ...found.development, etag: newMark(call.world), modifiedAt: call.world.clock.now() };
    return { FunctionSummary: summary(call.world, found, 'LIVE') };
  },

  DeleteFunction({ Name, IfMatch }: DeleteFunctionCommandInput, call: Call): void {
    const found = functionOf(Name, call);
    checkIfMatch(call, IfMatch, found.development.etag);
    if (isAssociated(call.world, found))
      throw fault('FunctionInUse', 'Cannot delete the function because it is attached to one or more cache behaviors.');
    cloudFrontOf(call.world).functions.delete(found.name);
  },

  TestFunction(input: TestFunctionCommandInput, call: Call): Answer<TestFunctionCommandOutput> {
    const found = functionOf(input.Name, call);
    const state = stageOf(found, input.Stage);
    checkIfMatch(call, input.IfMatch, state.etag);
    // AWS: in a console test rawQueryString() is empty.
    const ran = runFunction(Buffer.from(state.code).toString('utf8'), readEvent(input.EventObject), '');
    return {
      TestResult: {
        FunctionSummary: summary(call.world, found, input.Stage ?? 'DEVELOPMENT'),
        ComputeUtilization: '10',
        FunctionExecutionLogs: ran.logs,
        ...('error' in ran ? { FunctionErrorMessage: ran.error } : { FunctionErrorMessage: '', FunctionOutput: testOutput(ran.output) }),
      },
    };
  },
} satisfies Handlers;

/** AWS: the output says whether it is a request or a response. */
function testOutput(output: string): string {
  const value: unknown = parseJson(output);
  return JSON.stringify(isObject(value) && 'statusCode' in value ? { response: value } : { request: value });
}

/** Every call of a run as AWS would judge it: which action it needs, and with what input; some of them denied. */
import type { Aws } from '../../src/aws/clients.ts';
import { iamAction } from '../../src/aws/trouble.ts';

export interface Asked {
  /** `ses:GetAccount` */
  action: string;
  /** With the input, so that two of the same are the same question. */
  question: string;
}

type Stack = { middlewareStack: { add(middleware: unknown, options: unknown): void } };
const services = ['ses', 'sns', 'sqs', 'sts', 'acm', 'cloudfront', 'route53'] as const;

/**
 * For `Stage.run`'s `dress`.
 * @param asked gets every call @param denied AWS answers that the action is not allowed
 */
export function watched(asked: Asked[], denied: (action: string) => boolean = () => false): (aws: Aws) => Aws {
  return aws => {
    const dressed = Object.fromEntries(
      services.map(service => [
        service,
        async () => {
          const client = (await aws[service]()) as unknown as Stack;
          client.middlewareStack.add(
            (next: (args: unknown) => unknown, context: { commandName?: string }) => (args: { input: unknown }) => {
              const operation = (context.commandName ?? '').replace(/Command$/, '');
              const action = iamAction(service, operation);
              asked.push({ action, question: `${action} ${JSON.stringify(args.input)}` });
              if (denied(action))
                throw Object.assign(new Error(`User: arn:aws:iam::123456789012:user/ops is not authorized to perform: ${action}`), {
                  ...{ name: 'AccessDeniedException', $fault: 'client', $metadata: { httpStatusCode: 403 } },
                });
              return next(args);
            },
            { step: 'build', name: 'watched', override: true },
          );
          return client;
        },
      ]),
    );
    return { ...aws, ...dressed };
  };
}

/** What IAM lets nobody do: calls that are refused by the name of their action, for trying out a program that may not do everything. */
import { Trouble } from '../errors.ts';
import { type Call, fault } from './wire/handler.ts';
import { modelOf } from './wire/schema.ts';
import { type Service, services } from './wire/services.ts';

/** AWS: SES's API version 2 is granted under `ses:`. <service-authorization, Amazon SES v2> */
const prefixOf = ({ name }: Pick<Service, 'name'>): string => (name === 'sesv2' ? 'ses' : name);
/** AWS: one action for both ways to make a distribution. <service-authorization, Amazon CloudFront> */
const actionOf = (operation: string): string => operation.replace(/^(CreateDistribution)WithTags$/, '$1');

/** Actions as somebody typed them, `cloudfront:GetDistribution`. @throws Trouble `sandbox.unknown-action` for the first that the sandbox has no call for */
export async function readDenied(names: readonly string[]): Promise<string[]> {
  for (const name of names) {
    const [prefix = '', action = ''] = name.split(':');
    const service = services.find(each => prefixOf(each) === prefix);
    if (service === undefined)
      throw new Trouble(
        'sandbox.unknown-action',
        `${name} is of no service here`,
        `Begin it with one of ${services.map(prefixOf).join(', ')} and a colon.`,
      );
    if (![...(await modelOf(service)).operations.keys()].some(operation => actionOf(operation) === action))
      throw new Trouble('sandbox.unknown-action', `${prefix} has no call ${action}`, 'Write it as IAM does, such as cloudfront:GetDistribution.');
  }
  return [...names];
}

/** For the wire's `before`. */
export function deny({ world, service, operation }: Call): void {
  const action = `${prefixOf({ name: service })}:${actionOf(operation)}`;
  if (!world.denied.has(action)) return;
  const protocol = services.find(({ name }) => name === service)?.protocol;
  const name = service === 'sns' ? 'AuthorizationError' : protocol === 'restXml' || service === 'sts' ? 'AccessDenied' : 'AccessDeniedException';
  throw fault(
    name,
    `User: arn:aws:iam::${world.account}:user/sandbox is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
  );
}

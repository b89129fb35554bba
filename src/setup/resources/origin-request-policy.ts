/** What the front passes on to SES: Host, by which SES knows the domain, and User-Agent, which events carry; no cookies, no query strings. */
import type { OriginRequestPolicyConfig } from '@aws-sdk/client-cloudfront';
import { awsErrorName } from '../../aws/trouble.ts';
import { originRequestPolicies } from '../../observe/origin-request-policy.ts';
import { commentOf, ownerIn } from '../owner.ts';
import type { Fields } from '../ref.ts';
import { type Hands, resource } from '../resource.ts';

export type OriginRequestPolicyFields = Fields & {
  /** In lower case, sorted. */
  headers: string[];
  /** AWS: a request of more than 8192 bytes of headers is a 400 at SES, and cookies of the parent domain come along. */
  cookies: string;
  queryStrings: string;
};

export const originRequestPolicy = resource<OriginRequestPolicyFields>({
  kind: 'origin-request-policy',
  replaceOn: [],
  isFront: true,
  iam: [
    'cloudfront:ListOriginRequestPolicies',
    'cloudfront:GetOriginRequestPolicy',
    'cloudfront:CreateOriginRequestPolicy',
    'cloudfront:UpdateOriginRequestPolicy',
    'cloudfront:DeleteOriginRequestPolicy',
  ],
  usually: 'a second',

  async read(look, { name }) {
    const found = (await look.at(originRequestPolicies)).find(each => each.name === name);
    if (found === undefined) return undefined;
    const headers = found.headerBehavior === 'whitelist' ? found.headers : [found.headerBehavior];
    return {
      fields: { headers, cookies: found.cookies, queryStrings: found.queryStrings },
      outputs: { id: found.id },
      owner: ownerIn(found.comment),
    };
  },

  async create({ aws }, want) {
    const [cloudfront, { CreateOriginRequestPolicyCommand }] = await Promise.all([aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
    const made = await cloudfront.send(
      new CreateOriginRequestPolicyCommand({ OriginRequestPolicyConfig: config(want.name, want.deployment ?? '', want.fields) }),
    );
    return { id: made.OriginRequestPolicy?.Id ?? '' };
  },

  async update({ aws }, { name, deployment = '', fields }, have) {
    const [cloudfront, { UpdateOriginRequestPolicyCommand }] = await Promise.all([aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
    const Id = have.outputs['id'];
    const IfMatch = await etagOf({ aws }, Id);
    await cloudfront.send(new UpdateOriginRequestPolicyCommand({ Id, IfMatch, OriginRequestPolicyConfig: config(name, deployment, fields) }));
  },

  async destroy({ aws }, _want, have) {
    const [cloudfront, { DeleteOriginRequestPolicyCommand }] = await Promise.all([aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
    const Id = have.outputs['id'];
    try {
      await cloudfront.send(new DeleteOriginRequestPolicyCommand({ Id, IfMatch: await etagOf({ aws }, Id) }));
    } catch (error) {
      // The front of another domain of this deployment uses it still; it stays.
      if (!/InUse$|^NoSuch/.test(awsErrorName(error) ?? '')) throw error;
    }
  },
});

async function etagOf({ aws }: Pick<Hands, 'aws'>, Id: string | undefined): Promise<string | undefined> {
  const [cloudfront, { GetOriginRequestPolicyCommand }] = await Promise.all([aws.cloudfront(), import('@aws-sdk/client-cloudfront')]);
  return (await cloudfront.send(new GetOriginRequestPolicyCommand({ Id }))).ETag;
}

/** AWS: policies have no tags; the comment says whose it is. */
function config(name: string, deployment: string, { headers }: OriginRequestPolicyFields): OriginRequestPolicyConfig {
  return {
    Name: name,
    Comment: commentOf(deployment, 'Host and User-Agent to SES, no cookies, no query strings'),
    HeadersConfig: { HeaderBehavior: 'whitelist', Headers: { Quantity: headers.length, Items: headers.map(headerName) } },
    CookiesConfig: { CookieBehavior: 'none' },
    QueryStringsConfig: { QueryStringBehavior: 'none' },
  };
}

/** `user-agent` → `User-Agent` */
const headerName = (name: string): string => name.replace(/(^|-)[a-z]/g, letter => letter.toUpperCase());

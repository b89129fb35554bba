/** Whether the function that repairs links decoded by mail clients runs at every edge, as it was shipped. */
import { functionName } from '../../setup/front-wants.ts';
import { published } from '../../setup/resources/function.ts';
import { ok, problem, skipped } from '../check.ts';
import { distributionCheck } from '../standing.ts';

const means =
  'A link that a mail client decoded before asking for it (139 Mail does) gets a 400 from SES: its reader does not arrive and the click is lost.';

export const linkRepair = distributionCheck({
  id: 'link-repair',
  about: 'whether links that a mail client decoded are repaired',
  symptoms: ['400'],
  iam: ['cloudfront:GetFunction'],
  explains: ['function'],
  async look({ called, behavior, tracking }, { look, asked: { deployment }, setupCommand }) {
    if (!tracking.repairsLinks) return skipped('no link repair is asked for');
    const name = functionName(deployment);
    const attached = (behavior.FunctionAssociations?.Items ?? []).find(({ EventType }) => EventType === 'viewer-request')?.FunctionARN;
    if (attached === undefined)
      return problem('clicks', `${called} runs no function, so decoded links are not repaired`, { means, mend: setupCommand });
    const other = attached.split('/').at(-1) ?? '';
    if (other !== name) return problem('clicks', `${called} runs the function ${other} in place of ${name}`, { means, mend: setupCommand });
    const code = await published(look, name);
    if (code === 'as shipped') return ok(`${called} runs ${name} as shipped`);
    const what = code === 'not published' ? 'it is no longer published' : 'the edges run other code than was shipped';
    return problem('clicks', `the function ${name} was changed: ${what}`, { means, mend: setupCommand });
  },
});

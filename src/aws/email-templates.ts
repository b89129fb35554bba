/** Lists and reads the templates stored in SES. */
import { GetEmailTemplateCommand, ListEmailTemplatesCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import { awsErrorName } from './trouble.ts';

/** AWS: at most 100 a page. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_ListEmailTemplates.html */
const pageSize = 100;

/** @returns the name of every template, sorted; needs ses:ListEmailTemplates */
export async function listEmailTemplates(ses: SESv2Client): Promise<string[]> {
  const names: string[] = [];
  let next: string | undefined;
  do {
    const page = await ses.send(new ListEmailTemplatesCommand({ PageSize: pageSize, ...(next === undefined ? {} : { NextToken: next }) }));
    for (const { TemplateName: name } of page.TemplatesMetadata ?? []) if (name !== undefined) names.push(name);
    next = page.NextToken;
  } while (next !== undefined && next !== '');
  return names.sort();
}

/** @returns the template as CreateEmailTemplate takes it, in JSON; undefined where there is none of that name; needs ses:GetEmailTemplate */
export async function readEmailTemplate(ses: SESv2Client, name: string): Promise<string | undefined> {
  try {
    const { TemplateName, TemplateContent } = await ses.send(new GetEmailTemplateCommand({ TemplateName: name }));
    return JSON.stringify({ TemplateName, TemplateContent }, null, 2);
  } catch (error) {
    if (awsErrorName(error) === 'NotFoundException') return undefined;
    throw error;
  }
}

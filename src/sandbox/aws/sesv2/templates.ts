/** Stored email templates. */
import type {
  CreateEmailTemplateCommandInput,
  DeleteEmailTemplateCommandInput,
  EmailTemplateContent,
  GetEmailTemplateCommandInput,
  GetEmailTemplateCommandOutput,
  ListEmailTemplatesCommandInput,
  ListEmailTemplatesCommandOutput,
  TestRenderEmailTemplateCommandInput,
  TestRenderEmailTemplateCommandOutput,
  UpdateEmailTemplateCommandInput,
} from '@aws-sdk/client-sesv2';
import { openTracker, readTemplateData, renderTemplate } from '../../../mail/ses-template.ts';
import { type Answer, type Call, fault, type Handlers } from '../../wire/handler.ts';
import { composeContent } from './compose.ts';
import { page, type Ses, ses, type Template } from './state.ts';

type Nothing = Record<string, never>;

/** AWS: 500 KB a template. */
const sizeLimit = 500 * 1024;

/** The template of that name, or AWS's refusal. */
export function getTemplate(kept: Ses, name: string | undefined): Template {
  const found = kept.templates.get(name ?? '');
  if (found === undefined) throw fault('NotFoundException', `Template ${name} does not exist.`);
  return found;
}

/** What a stored and an inline template must both be. */
export function checkTemplate(content: EmailTemplateContent): void {
  const parts = [content.Subject, content.Text, content.Html].map(part => part ?? '');
  if (parts.every(part => part.trim() === '')) throw fault('BadRequestException', 'Template must have at least a subject, text, or html part.');
  if (Buffer.byteLength(parts.join('')) > sizeLimit) throw fault('LimitExceededException', 'The template is larger than 500 KB.');
  // AWS: more than one placeholder is a 400 BadRequestException in a template, while a plain send just loses the others. The text is not documented.
  if (parts.join('').split(openTracker).length > 2)
    throw fault('BadRequestException', `The template contains more than one ${openTracker} placeholder.`);
}

export const templates = {
  CreateEmailTemplate(input: CreateEmailTemplateCommandInput, { world, region }: Call): Nothing {
    const kept = ses(world, region);
    const { TemplateName: name = '', TemplateContent: content = {} } = input;
    if (name.trim() === '' || name !== name.trim())
      throw fault('BadRequestException', 'TemplateName must not be empty or have white space around it.');
    checkTemplate(content);
    if (kept.templates.has(name)) throw fault('AlreadyExistsException', `Template ${name} already exists.`);
    kept.templates.set(name, { name, content, createdAt: new Date(world.clock.now()), tags: input.Tags ?? [] });
    return {};
  },

  GetEmailTemplate(input: GetEmailTemplateCommandInput, { world, region }: Call): Answer<GetEmailTemplateCommandOutput> {
    const { name, content, tags } = getTemplate(ses(world, region), input.TemplateName);
    return { TemplateName: name, TemplateContent: content, Tags: tags };
  },

  ListEmailTemplates(input: ListEmailTemplatesCommandInput, { world, region }: Call): Answer<ListEmailTemplatesCommandOutput> {
    const { items, ...next } = page([...ses(world, region).templates.values()], input.PageSize, input.NextToken);
    return { TemplatesMetadata: items.map(({ name, createdAt }) => ({ TemplateName: name, CreatedTimestamp: createdAt })), ...next };
  },

  UpdateEmailTemplate(input: UpdateEmailTemplateCommandInput, { world, region }: Call): Nothing {
    const template = getTemplate(ses(world, region), input.TemplateName);
    checkTemplate(input.TemplateContent ?? {});
    template.content = input.TemplateContent ?? {};
    return {};
  },

  DeleteEmailTemplate(input: DeleteEmailTemplateCommandInput, { world, region }: Call): Nothing {
    const kept = ses(world, region);
    kept.templates.delete(getTemplate(kept, input.TemplateName).name);
    return {};
  },

  async TestRenderEmailTemplate(
    input: TestRenderEmailTemplateCommandInput,
    { world, region }: Call,
  ): Promise<Answer<TestRenderEmailTemplateCommandOutput>> {
    const { content } = getTemplate(ses(world, region), input.TemplateName);
    const data = readTemplateData(input.TemplateData);
    if ('why' in data) throw fault('BadRequestException', data.why);
    const rendered = renderTemplate(content, data.data);
    if ('failure' in rendered) throw fault('BadRequestException', rendered.failure);
    return { RenderedTemplate: (await composeContent(rendered.content, { date: new Date(world.clock.now()) })).toString('utf8') };
  },
} satisfies Handlers;

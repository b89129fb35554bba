/** Renders an SES template as SES does: Handlebars, strict, and no HTML escaping. Pure. */
import Handlebars from 'handlebars';
import { reason } from '../errors.ts';

/** Where the pixel goes. */
export const openTracker = '{{ses:openTracker}}';
/** Where the address goes that unsubscribes a reader. */
export const unsubscribePlaceholder = '{{amazonSESUnsubscribeUrl}}';

export interface TemplateContent {
  Subject?: string | undefined;
  Text?: string | undefined;
  Html?: string | undefined;
}

export type Rendered = { content: TemplateContent } | { failure: string };

/** What SES fills in after rendering stands in the data as itself. */
const later = { [openTracker.slice(2, -2)]: openTracker, [unsubscribePlaceholder.slice(2, -2)]: unsubscribePlaceholder };

/**
 * @param data the parsed TemplateData
 * @returns the parts filled in, or what SES says in the Rendering Failure event
 */
export function renderTemplate(content: TemplateContent, data: Record<string, unknown>): Rendered {
  const handlebars = Handlebars.create();
  // AWS: a variable that is not in the data fails the rendering; nothing is escaped for HTML. <https://docs.aws.amazon.com/ses/latest/dg/send-personalized-email-advanced.html>
  const fill = (text: string): string => handlebars.compile(text, { strict: true, noEscape: true })({ ...later, ...data });
  try {
    return {
      content: {
        ...(content.Subject === undefined ? {} : { Subject: fill(content.Subject) }),
        ...(content.Text === undefined ? {} : { Text: fill(content.Text) }),
        ...(content.Html === undefined ? {} : { Html: fill(content.Html) }),
      },
    };
  } catch (error) {
    const missing = /^"(.+)" not defined in /.exec(reason(error))?.[1];
    return { failure: missing === undefined ? reason(error) : `Attribute '${missing}' is not present in the rendering data.` };
  }
}

/** TemplateData as an object, or why it is none. */
export function readTemplateData(text: string | undefined): { data: Record<string, unknown> } | { why: string } {
  try {
    const data: unknown = JSON.parse(text ?? '{}');
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return { data: { ...data } };
    return { why: 'Template rendering data must be a JSON object.' };
  } catch (error) {
    return { why: `Template rendering data is invalid: ${reason(error)}` };
  }
}

/** Names the languages whose tags Handlebars can fill in, as `--data` does. */
import type { LanguageId } from './language.ts';

export const renderable: ReadonlySet<LanguageId> = new Set<LanguageId>(['ses', 'handlebars', 'html', 'mjml', 'maizzle', 'none']);

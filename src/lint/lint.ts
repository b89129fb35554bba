/** The library's lint: a text or bytes in, every link with its verdict and every finding out. */
import type { FileReport } from './finding.ts';
import type { Rule } from './rule.ts';
import { lintSource } from './run.ts';
import { type LintSettings, levels } from './settings.ts';
import { readSource } from './source/read.ts';
import type { LanguageId } from './templates/language.ts';

export interface LintOptions extends LintSettings {
  /** Its ending tells the kind and the template language: `welcome.hbs`, `message.eml`. Default `template.html`. */
  name?: string | undefined;
  /** Instead of the guess. */
  language?: LanguageId | undefined;
  /** Renders SES/Handlebars parts with this data first, as SES does. */
  data?: unknown;
}

/**
 * Lints one document with the given rules.
 * @param input text, or bytes as they are on disk
 * @returns links in document order, findings by place, fixes; never throws for what the input holds: see `unlintable`
 */
export async function lintWith(rules: readonly Rule[], input: string | Uint8Array, options: LintOptions = {}): Promise<FileReport> {
  const { name = 'template.html', language, data, ...settings } = options;
  const bytes = typeof input === 'string' ? Buffer.from(input) : Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  const source = readSource(name, bytes, { language });
  if (typeof source === 'string') return { file: name, links: [], findings: [], fixes: [], unlintable: source };
  if (typeof input === 'string' && !input.isWellFormed() && source.kind === 'document') for (const part of source.parts) part.text = input;
  const run = { rules, levelOf: levels(settings), listLinks: true };
  if (data === undefined) return lintSource(source, run);
  const { lintRendered } = await import('./render.ts');
  return lintRendered(source, data, run);
}

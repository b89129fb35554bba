/** What a template language is to lint: where its tags stand, what they mean, how it percent-encodes and how it comments. */

export type LanguageId =
  | 'none'
  | 'html'
  | 'ses'
  | 'handlebars'
  | 'liquid'
  | 'jinja'
  | 'django'
  | 'twig'
  | 'erb'
  | 'ejs'
  | 'go'
  | 'blade'
  | 'php'
  | 'razor'
  | 'freemarker'
  | 'thymeleaf'
  | 'mjml'
  | 'maizzle'
  | 'mailchimp'
  | 'mailgun'
  | 'sendgrid'
  | 'ampscript';

/** Finders stop behind so many tags: no mail holds them, and memory stays bounded. The run then refuses the file. */
export const tagLimit = 200_000;

/** One template tag; byte offsets. Output tags print something, control tags and comments print nothing. */
export interface Placeholder {
  start: number;
  end: number;
  kind: 'output' | 'control' | 'comment';
}

export interface Meaning {
  /** The whole tag as written. */
  text: string;
  /** What is printed, without delimiters and filters: `user.name`, `first_name`. */
  expression: string;
  /** Filters, helpers or functions applied to it, in order. */
  filters: readonly string[];
  /**
   * `component`: percent-encoded for a query value or a path segment. `url`: it is an address made by the framework (url_for, route),
   * encoded by it. `none`: printed as it is, or only HTML-escaped.
   */
  encoding: 'component' | 'url' | 'none';
  /** SES's own: the open pixel, the unsubscribe address. */
  ses?: 'open-tracker' | 'unsubscribe-url';
}

export interface Language {
  id: LanguageId;
  /** As people write it: `Handlebars`, `Go html/template`. */
  name: string;
  /** Every template tag, in order, never overlapping; linear in the size; what is unterminated is literal text. */
  tags(bytes: Buffer): Placeholder[];
  /** What one tag says. */
  meaning(text: string): Meaning;
  /** How this language percent-encodes an expression for a query: `{{ name | url_encode }}`; undefined where it has no way. */
  encode(expression: string): string | undefined;
  /** The engine percent-encodes by itself what it prints into the query of a link (Go's html/template). */
  encodesQueries?: true;
  /** How to write a comment that no reader gets: `{{! … }}`. */
  comment(text: string): string;
}

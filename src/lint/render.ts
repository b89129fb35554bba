/** Renders SES and Handlebars parts with data as SES does, strictly, and lints what comes out. */
import Handlebars from 'handlebars';
import type { FileReport, Finding } from './finding.ts';
import { placesOf } from './places.ts';
import type { Span } from './rule.ts';
import { renderingFailure } from './rules/rendering-failure.ts';
import { lintSource, type RunOptions } from './run.ts';
import type { Part, Source } from './source/source.ts';
import { languages } from './templates/registry.ts';
import { renderable } from './templates/renderable.ts';

/** SES fills these in after rendering; they must come out as they went in. */
const ofSes = /\{\{\s*(?:ses:openTracker|amazonSESUnsubscribeUrl)\s*\}\}/g;

/**
 * AWS: a variable that the data lacks makes a Rendering Failure, and nothing is sent.
 * https://docs.aws.amazon.com/ses/latest/dg/send-personalized-email-advanced.html
 * @param data what `TemplateData` would hold
 * @returns places inside the rendered text, which the file does not hold: `part` says `rendered`; failures at the tag that caused them
 */
export function lintRendered(source: Source, data: unknown, run: RunOptions): FileReport {
  const report: FileReport = { file: source.name, links: [], findings: [], fixes: [] };
  const stranger = source.parts.find(({ language }) => !renderable.has(language));
  if (stranger !== undefined)
    return { ...report, unlintable: `data can only be put into SES and Handlebars templates, and this is ${languages[stranger.language].name}` };
  const parts: Part[] = [];
  for (const part of source.parts) {
    const result = render(part, data);
    if (typeof result === 'string') parts.push(rendered(part, result));
    else {
      const level = run.levelOf(renderingFailure);
      const finding = { rule: renderingFailure.id, ...placesOf(source, part).at(result.at), message: result.message };
      if (level !== 'off') report.findings.push({ ...finding, level } satisfies Finding);
    }
  }
  const linted = lintSource({ ...source, parts }, run);
  if (linted.unlintable !== undefined) return linted;
  return { ...linted, findings: [...report.findings, ...linted.findings], fixes: [] };
}

function rendered({ name, media }: Part, text: string): Part {
  return { name: name === undefined ? 'rendered' : `${name}, rendered`, media, language: 'none', bytes: Buffer.from(text), rendered: true };
}

interface Failure {
  message: string;
  at: Span;
}

function render({ bytes }: Part, data: unknown): string | Failure {
  const kept: string[] = [];
  const text = bytes.toString('utf8');
  // A stand-in of the same length, so that the places of errors stay true.
  const masked = text.replace(ofSes, tag => {
    kept.push(tag);
    return '\ue000'.repeat(tag.length);
  });
  try {
    // AWS: nothing is escaped for HTML, so a quote in the data ends the attribute. Same as mail/ses-template.ts.
    const result = Handlebars.create().compile(masked, { strict: true, noEscape: true })(data);
    let next = 0;
    return kept.length === 0 ? result : result.replace(/\ue000+/g, () => kept[next++ % kept.length] ?? '');
  } catch (error) {
    return failure(error, text);
  }
}

/** Handlebars says where: strict lookups by line and column, its parser in words. */
function failure(error: unknown, text: string): Failure {
  const said = error instanceof Error ? error.message : String(error);
  const where = Object(error) as { lineNumber?: number; column?: number };
  const parsed = /^Parse error on line (\d+):[\s\S]*got '(\w+)'/.exec(said);
  const line = where.lineNumber ?? Number(parsed?.[1] ?? 1);
  const lineStart = text.split('\n', line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const offset = Math.min(lineStart + (where.column ?? 0), text.length);
  const start = Buffer.byteLength(text.slice(0, offset));
  const span = (length: number): Span => [start, start + Buffer.byteLength(text.slice(offset, offset + length))];
  const missing = /^"(.+)" not defined in/.exec(said)?.[1];
  if (missing !== undefined)
    return {
      at: span(missing.length),
      message: `the data has no "${missing}": Rendering Failure, and nothing is sent. Add it to the data, or put {{#if ${missing}}} around it`,
    };
  const reason =
    parsed === null ? said.split('\n')[0]?.replace(/\s-\s\d+:\d+$/, '') : `it does not parse: ${unexpected[parsed[2] ?? ''] ?? parsed[2]}`;
  return { at: span(1), message: `SES cannot render this template (${reason}): Rendering Failure, and nothing is sent` };
}

/** The parser's words, in ours. */
const unexpected: Readonly<Record<string, string>> = {
  EOF: 'the text ends inside a block',
  INVALID: 'a character that does not belong into a tag',
  OPEN_ENDBLOCK: 'a block ends that was not opened',
  CLOSE: 'a tag ends too early',
};

/** Makes a source of a file: what kind it is, its documents, their languages. */
import { guessLanguage } from '../templates/guess.ts';
import type { LanguageId } from '../templates/language.ts';
import { decodeFile } from './decode.ts';
import { readEml } from './eml.ts';
import { readSesJson } from './ses-json.ts';
import type { Part, Source, SourceKind } from './source.ts';

export interface ReadOptions {
  /** Instead of the guess. */
  language?: LanguageId | undefined;
}

/** How a template stored in SES is called: `ses:NAME`. */
export const storedPrefix = 'ses:';

/** A document that needs no name to be recognised: a message begins with headers, SES JSON with a brace. */
function kindOf(name: string, bytes: Buffer): SourceKind {
  const lower = name.toLowerCase();
  if (lower.endsWith('.json') || lower.startsWith(storedPrefix)) return 'ses-json';
  if (lower.endsWith('.eml')) return 'eml';
  if (/\.[a-z0-9]+$/.test(lower)) return 'document';
  const head = bytes.toString('latin1', 0, 2000).trimStart();
  if (/^\{\s*"/.test(head)) return 'ses-json';
  return /^(?:[A-Za-z][A-Za-z0-9-]*:[ \t][^\n]*\n(?:[ \t][^\n]*\n)*){2}/.test(head) ? 'eml' : 'document';
}

/**
 * @param name a path or the name given to standard input; its ending tells the kind and the language
 * @param file the bytes as they are on disk; kept, not copied, where they are UTF-8
 * @returns the source, or a sentence that says why it cannot be linted
 */
export function readSource(name: string, file: Buffer, { language }: ReadOptions = {}): Source | string {
  const decoded = decodeFile(file);
  if (typeof decoded === 'string') return decoded;
  const { bytes, encoding, text } = decoded;
  const kind = kindOf(name, bytes);
  const source = { name, kind, bytes, encoding };
  if (kind === 'document') {
    const guess = language === undefined ? guessLanguage(name, bytes) : { language, untagged: false };
    const part: Part = { name: undefined, media: 'text/html', language: guess.language, bytes };
    if (guess.untagged) part.untagged = true;
    if (text !== undefined) part.text = text;
    return { ...source, parts: [part] };
  }
  const parts =
    kind === 'ses-json'
      ? readSesJson(text ?? bytes.toString('utf8'), language ?? 'ses')
      : readEml(encoding.startsWith('utf-16') ? bytes : file, encoding, language ?? 'none');
  return typeof parts === 'string' ? parts : { ...source, parts };
}

/** What lint reads: a file as one or more documents, each decoded to UTF-8 bytes that know where they stand in the file. */
import type { LanguageId } from '../templates/language.ts';

export type SourceKind = 'document' | 'ses-json' | 'eml';

/** One document of a source. */
export interface Part {
  /** `Template.HtmlPart`, `part 1.2 (text/html)`; undefined where the file is the document. */
  name: string | undefined;
  /** In lower case, without parameters: `text/html`, `text/plain`, `text/x-amp-html`. Subjects are `text/plain` too. */
  media: string;
  language: LanguageId;
  /** UTF-8, decoded, template tags as written. */
  bytes: Buffer;
  /** The text itself, only where UTF-8 cannot hold it (lone surrogates). */
  text?: string;
  /** Of a MIME part, in lower case: `8bit`, `quoted-printable`, `base64`, `7bit`, `binary`. */
  transferEncoding?: string;
  /** Of a MIME part, in lower case, as written. */
  charset?: string;
  /** Known to hold no template tag; spares looking for them. */
  untagged?: true;
  /** Made from the file by rendering: its places are its own. */
  rendered?: true;
  /** UTF-16 offset in the part → UTF-16 offset in the file; absent where they are the same. Never decreasing. */
  toFile?: (offset: number) => number;
}

export interface Source {
  /** As given: a path, or the name of standard input. */
  name: string;
  kind: SourceKind;
  parts: Part[];
  /** The whole file as UTF-8, for places in it; the same object as the only part's bytes in a plain document. */
  bytes: Buffer;
  /** How the file is written. */
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
}

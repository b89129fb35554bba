/** Places of one part: in the part itself, and in the file where the part is written in an encoding of its own. */
import type { ByteFix, Fix, Place } from './finding.ts';
import type { Span } from './rule.ts';
import { locator } from './source/place.ts';
import type { Part, Source } from './source/source.ts';

export interface Places {
  /** Ready to be spread into a finding. */
  at(span: Span): Place & { part?: string; inFile?: Place };
  /** The source text, true even where UTF-8 cannot hold it. */
  raw(span: Span, place: Place): string;
  /** A fix in the file's terms; undefined where the file's encoding makes it unsure. */
  fix(span: Span, text: string): { fix: Fix; bytes: Omit<ByteFix, 'rule'> } | undefined;
}

export function placesOf(source: Source, part: Part): Places {
  const inPart = locator(part.bytes);
  const { toFile } = part;
  const inFile = toFile === undefined ? inPart : locator(source.bytes);
  const name = part.name === undefined ? {} : { part: part.name };

  const filePlace = (place: Place): Place | undefined => {
    if (toFile === undefined) return undefined;
    const start = toFile(place.offset);
    const end = Math.max(start, toFile(place.endOffset));
    return inFile.place(inFile.byteOf(start), inFile.byteOf(end));
  };

  return {
    at(span) {
      const place = inPart.place(span[0], span[1]);
      const there = filePlace(place);
      return { ...place, ...name, ...(there === undefined ? {} : { inFile: there }) };
    },
    raw: (span, place) => (part.text === undefined ? part.bytes.toString('utf8', span[0], span[1]) : part.text.slice(place.offset, place.endOffset)),
    fix(span, text) {
      // A message as received is evidence, and its encodings make a splice unsure.
      if (source.kind === 'eml' || part.rendered === true) return undefined;
      const place = inPart.place(span[0], span[1]);
      const { offset, endOffset } = filePlace(place) ?? place;
      if (source.encoding === 'utf-8') {
        const start = toFile === undefined ? span[0] : inFile.byteOf(offset);
        const end = toFile === undefined ? span[1] : inFile.byteOf(endOffset);
        return { fix: { offset, endOffset, text }, bytes: { start, end, bytes: Buffer.from(text) } };
      }
      const unit = source.encoding === 'windows-1252' ? 1 : 2;
      const bytes = unit === 1 ? Buffer.from(text, 'latin1') : Buffer.from(text, 'utf16le');
      if (source.encoding === 'utf-16be') bytes.swap16();
      return { fix: { offset, endOffset, text }, bytes: { start: offset * unit, end: endOffset * unit, bytes } };
    },
  };
}

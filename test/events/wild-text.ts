/** Texts that nobody expects, made fast: fast-check's own units `binary` and `grapheme` take seconds to get ready in every worker. */
import fc from 'fast-check';

/** Any UTF-16 units, lone surrogates and controls among them. */
export const wildText = (maxLength = 20): fc.Arbitrary<string> =>
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map(code => String.fromCharCode(code)), maxLength });

/** Well-formed text of code points of all planes, few of them assigned. */
export const anyText = (maxLength = 20): fc.Arbitrary<string> =>
  fc.string({ unit: fc.nat(0x10f7ff).map(at => String.fromCodePoint(at < 0xd800 ? at : at + 0x800)), maxLength });

/** Well-formed text with what breaks quoting, columns and files. */
export const awkwardText = (maxLength = 12): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom('a', 'B', ' ', 'é', '日', '😀', '\u202e', "'", '"', '\\', '\n', ',', '=', '%', '@'), maxLength });

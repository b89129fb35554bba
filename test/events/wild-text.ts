/** Texts that nobody expects, made fast: fast-check's own `binary` unit takes more than a second to get ready in every worker. */
import fc from 'fast-check';

/** Any UTF-16 units, lone surrogates and controls among them. */
export const wildText = (maxLength = 20): fc.Arbitrary<string> =>
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map(code => String.fromCharCode(code)), maxLength });

/** Well-formed text with what breaks quoting, columns and files. */
export const awkwardText = (maxLength = 12): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom('a', 'B', ' ', 'é', '日', '😀', '\u202e', "'", '"', '\\', '\n', ',', '=', '%', '@'), maxLength });

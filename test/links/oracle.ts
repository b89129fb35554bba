/** parse5's view of a document's link tags, told as lines that the scanner's view can be compared with. */
import { Parser, type Token } from 'parse5';
import { scan, type Tag } from '../../src/links/scan.ts';

const matters = (name: string, attributes: readonly { name: string }[]) =>
  name === 'form' || attributes.some(each => each.name === 'href' || each.name.startsWith('ses'));

/** Every start tag that matters which parse5's tokenizer emits while the tree is built, in order; what stands in comments is not there. */
export function parse5Tags(text: string): string[] {
  const seen: string[] = [];
  class Listening extends Parser<never> {
    override onStartTag(token: Token.TagToken): void {
      const location = token.location;
      if (matters(token.tagName, token.attrs) && location !== null) {
        const attributes = token.attrs.map(({ name }) => {
          const at = location.attrs?.[name];
          return `${name}@${at?.startOffset}-${at?.endOffset}`;
        });
        seen.push(`${token.tagName} ${location.startOffset}-${location.endOffset} ${attributes.join(' ')}`);
      }
      super.onStartTag(token);
    }
  }
  const parser = new Listening({ sourceCodeLocationInfo: true, scriptingEnabled: false } as never);
  parser.tokenizer.write(text, true);
  return seen;
}

/** The scanner's view, in the same words. */
export function scannedTags(text: string): string[] {
  const bytes = Buffer.from(text);
  const units = unitOffsets(bytes);
  return scan(bytes)
    .tags.filter(({ context }) => context !== 'conditional-comment')
    .map(tag => told(tag, at => units[at] ?? -1));
}

function told(tag: Tag, unit: (at: number) => number): string {
  const first = tag.attributes.filter((each, index) => tag.attributes.findIndex(other => other.name === each.name) === index);
  const attributes = first.map(({ name, nameStart, nameEnd, valueStart, valueEnd, quote }) => {
    // `href=>` ends at its name for parse5.
    const end = quote !== '' ? valueEnd + 1 : valueEnd > valueStart ? valueEnd : nameEnd;
    return `${utf8(name)}@${unit(nameStart)}-${unit(end)}`;
  });
  return `${utf8(tag.name)} ${unit(tag.start)}-${unit(tag.end)} ${attributes.join(' ')}`;
}
/** Names are told byte by byte, a NUL as it is. */
const utf8 = (latin1: string) => Buffer.from(latin1, 'latin1').toString().replaceAll('\0', '\ufffd');

/** For each byte where a character begins, and for the end, its UTF-16 offset. */
function unitOffsets(bytes: Buffer): number[] {
  const offsets: number[] = [];
  let unit = 0;
  for (const byte of bytes) {
    offsets.push(unit);
    if ((byte & 0xc0) !== 0x80) unit += byte >= 0xf0 ? 2 : 1;
  }
  return [...offsets, unit];
}

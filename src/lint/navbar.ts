/** Knows which navbars of an MJML document have a base-url, which MJML puts in front of their links. */

const open = '<mj-navbar';
const givesBase = /\sbase-url\s*=/;
/** A start tag is read this far. */
const tagBytes = 10_000;

/** @returns whether the navbar that a link stands in has a base-url; asked in document order, so that each byte is looked at once */
export function baseUrls(bytes: Buffer): (link: { start: number }) => boolean {
  let next: number | undefined;
  let hasBase = false;
  let ofAll: boolean | undefined;
  return ({ start }) => {
    ofAll ??= inAttributes(bytes);
    next ??= navbarAt(bytes, 0);
    while (next !== -1 && next < start) {
      hasBase = givesBase.test(startTag(bytes, next));
      next = navbarAt(bytes, next + open.length);
    }
    return ofAll || hasBase;
  };
}

/** `<mj-attributes><mj-navbar base-url="…" /></mj-attributes>` is for every navbar. */
function inAttributes(bytes: Buffer): boolean {
  const from = bytes.indexOf('<mj-attributes');
  // Where one of them is missing, nothing stands between them.
  return givesBase.test(bytes.toString('latin1', from, bytes.indexOf('</mj-attributes', from)));
}

/** The next navbar; its links begin with the same word. */
function navbarAt(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(open, from);
  while (at !== -1 && bytes[at + open.length] === 0x2d) at = bytes.indexOf(open, at + open.length);
  return at;
}

function startTag(bytes: Buffer, at: number): string {
  const end = bytes.indexOf('>', at);
  return bytes.toString('latin1', at, Math.min(end === -1 ? bytes.length : end, at + tagBytes));
}

/** Makes the links of one document: each hyperlink's address read, checked and judged, the 250 counted. */
import { checkUri, type UriCheck } from '../links/rfc3986.ts';
import { type Attribute, attribute, hyperlink, type Scan } from '../links/scan.ts';
import { type Address, readAddress } from './address.ts';
import type { Link } from './rule.ts';
import type { Placeholder } from './templates/language.ts';
import { judge, overLimit, trackedLinkLimit } from './verdict.ts';

/**
 * @param source the part's bytes
 * @param masked the same with template tags masked; what `scan` read
 * @param tags every template tag, in order
 * @returns the hyperlinks in document order
 */
export function linksOf(source: Buffer, masked: Buffer, tags: readonly Placeholder[], { tags: elements }: Scan): Link[] {
  const links: Link[] = [];
  let tracked = 0;
  const hasBaseUrl = () => source.includes('base-url=');
  for (const tag of elements) {
    const href = hyperlink(tag);
    if (href === undefined) continue;
    const address = readAddress(source, masked, tags, [href.valueStart, href.valueEnd]);
    const uri = checkAddress(address);
    const value = (name: string) => {
      const found: Attribute | undefined = attribute(tag, name);
      return found === undefined ? undefined : readAddress(source, masked, tags, [found.valueStart, found.valueEnd]).url;
    };
    const data = address.branches && address.data === 'none' ? 'part' : address.data;
    const first = judge({ tag, uri, judged: address.judged, data, value, hasBaseUrl });
    const ordinal = first.cause === 'ok' ? ++tracked : 0;
    const { verdict, cause, reason, evidence } = ordinal > trackedLinkLimit ? overLimit : first;
    const { url, judged, placeholders } = address;
    links.push({ tag, href, url, judged, uri, placeholders, verdict, cause, reason, evidence, ordinal });
  }
  return links;
}

/** RFC 3986 on an address; where branches of a template stand side by side, only what is wrong in any branch counts. */
function checkAddress({ judged, branches }: Address): UriCheck {
  const check = checkUri(judged);
  if (!branches || check.kind !== 'invalid') return check;
  const faults = check.faults.filter(
    ({ what, text, offset }) =>
      what !== 'port' && what !== 'at-sign' && what !== 'scheme' && text !== '#' && !/^\s+https?:\/\//i.test(judged.slice(offset, offset + 200)),
  );
  if (faults.length > 0) return { ...check, faults };
  return { ...check, faults, kind: check.parts.scheme === undefined ? 'relative-ref' : 'valid' };
}

/** XML and form bodies as one kind of tree, so that one codec reads both. Total: what is not well formed is a Malformed, whatever the bytes. */

export interface Element {
  name: string;
  children: Element[];
  text: string;
}

/** A body that its protocol cannot read. */
export class Malformed extends Error {}

/** A label, header or query value that is not of its type: the body has nothing to do with it. */
export class Mistyped extends Malformed {}

/** Deeper bodies are refused, before anything recurses into them. */
export const maxDepth = 100;
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function character(code: number, whole: string): string {
  if (!Number.isInteger(code) || code > 0x10ffff) throw new Malformed(`${whole} is no character`);
  return String.fromCodePoint(code);
}

function unescaped(text: string): string {
  // XML 1.0 §2.11: a line end that is not written as a reference is one line feed.
  return text.replace(/\r\n?/g, '\n').replace(/&([^;&\s]{0,10});?/g, (whole, name: string) => {
    if (name.startsWith('#x')) return character(Number.parseInt(name.slice(2), 16), whole);
    if (name.startsWith('#')) return character(Number.parseInt(name.slice(1), 10), whole);
    const found = Object.hasOwn(named, name) ? named[name] : undefined;
    if (found === undefined) throw new Malformed(`${whole} is not an entity`);
    return found;
  });
}

const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([^\s<>/]+)\s*>|<([^\s<>/!?]+)((?:\s+[^\s<>/=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/gy;

/**
 * @param text an XML document; attributes and namespaces are dropped, a DOCTYPE is refused
 * @returns its root element
 */
export function parseXml(text: string): Element {
  const root: Element = { name: '', children: [], text: '' };
  const open: Element[] = [root];
  token.lastIndex = 0;
  const source = text.replace(/^\uFEFF/, '');
  let at = 0;
  while (at < source.length) {
    token.lastIndex = at;
    const found = token.exec(source);
    const here = open.at(-1);
    if (found === null || here === undefined) throw new Malformed(`not XML at character ${at}`);
    at = token.lastIndex;
    const [, cdata, closing, opening, , empty, characters] = found;
    if (cdata !== undefined) here.text += cdata;
    else if (characters !== undefined) here.text += unescaped(characters);
    else if (closing !== undefined) {
      if (open.length === 1 || here.name !== local(closing)) throw new Malformed(`</${closing}> closes nothing`);
      open.pop();
    } else if (opening !== undefined) {
      const child: Element = { name: local(opening), children: [], text: '' };
      here.children.push(child);
      if (empty === '') open.push(child);
      if (open.length > maxDepth) throw new Malformed(`deeper than ${maxDepth} elements`);
    }
  }
  const [only, ...others] = root.children;
  if (open.length > 1 || only === undefined || others.length > 0 || root.text.trim() !== '') throw new Malformed('not one XML element');
  return only;
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Text for an XML document. Line ends become references, since a reader would change them. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r\n\u0085\u2028]/g, one => {
    if (one === '&') return '&amp;';
    if (one === '<') return '&lt;';
    if (one === '>') return '&gt;';
    if (one === '"') return '&quot;';
    return `&#x${one.charCodeAt(0).toString(16).toUpperCase()};`;
  });
}

interface Branch {
  text: string;
  children: Map<string, Branch>;
}

/**
 * Dotted keys become a tree, and children that are all numbers become siblings: `Tags.member.2.Key=x` reads as `<Tags><member/><member><Key>x…`.
 *
 * @param pairs of a form body or a query, decoded
 * @returns one element that holds them
 */
export function formTree(pairs: Iterable<readonly [string, string]>): Element {
  const root: Branch = { text: '', children: new Map() };
  for (const [key, value] of pairs) {
    let branch = root;
    const parts = key.split('.');
    if (parts.length > maxDepth) throw new Malformed(`a key of more than ${maxDepth} parts`);
    for (const part of parts) {
      const next = branch.children.get(part) ?? { text: '', children: new Map() };
      branch.children.set(part, next);
      branch = next;
    }
    branch.text = value;
  }
  return { name: '', text: '', children: elements(root) };
}

function elements(branch: Branch): Element[] {
  return [...branch.children].flatMap(([name, child]) => {
    const keys = [...child.children.keys()];
    if (keys.length === 0 || !keys.every(key => /^\d{1,9}$/.test(key))) return [{ name, text: child.text, children: elements(child) }];
    const ordered = [...child.children].sort(([a], [b]) => Number(a) - Number(b));
    return ordered.map(([, one]) => ({ name, text: one.text, children: elements(one) }));
  });
}

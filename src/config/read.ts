/** Reads YAML or JSON as data only, and knows on which line each key stands. */
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { Trouble } from '../errors.ts';

export interface Document {
  tree: unknown;
  /** `['listen', 'port']` → `ses-track.yaml:12`; the nearest line that exists. */
  where(path: readonly (string | number)[]): string;
  /** Every value's path → `ses-track.yaml:12`. */
  origin: Record<string, string>;
}

/** JSON is read by the same reader: YAML 1.2 holds it. Refuses syntax errors, duplicate keys, aliases by the thousand and anything but a group at the top. */
export function readDocument(bytes: Uint8Array, shown: string): Document {
  const lines = new LineCounter();
  const document = parseDocument(new TextDecoder().decode(bytes), { lineCounter: lines, schema: 'core', uniqueKeys: true, prettyErrors: false });
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault !== undefined) {
    const { line } = lines.linePos(fault.pos[0]);
    throw new Trouble('config.invalid', `${shown}:${line}: ${fault.message.charAt(0).toLowerCase()}${fault.message.slice(1)}`, 'Correct the YAML.');
  }
  const tree = unfolded(document, shown) ?? {};
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree))
    throw new Trouble(
      'config.invalid',
      `${shown} holds ${Array.isArray(tree) ? 'a list' : 'one value'}, expected keys`,
      'See docs/config.md for an example.',
    );

  const lineOf = (node: unknown): number | undefined =>
    isNode(node) && node.range !== null && node.range !== undefined ? lines.linePos(node.range[0]).line : undefined;
  const where = (path: readonly (string | number)[]): string => {
    let node: unknown = document.contents;
    let line = 1;
    for (const part of path) {
      if (isMap(node)) {
        const pair = node.items.find(item => isScalar(item.key) && String(item.key.value) === String(part));
        line = lineOf(pair?.key) ?? line;
        node = pair?.value;
      } else if (isSeq(node)) {
        node = node.items[Number(part)];
        line = lineOf(node) ?? line;
      } else break;
    }
    return `${shown}:${line}`;
  };
  return { tree, where, origin: Object.fromEntries(leaves(tree, []).map(path => [path.join('.'), where(path)])) };
}

/** The document as data, its aliases written out. */
function unfolded(document: Pick<ReturnType<typeof parseDocument>, 'toJS'>, shown: string): unknown {
  try {
    const tree: unknown = document.toJS({ maxAliasCount: 100 });
    // Throws where an alias stands within what it names.
    JSON.stringify(tree);
    return tree;
  } catch (cause) {
    throw new Trouble('config.invalid', `${shown} has aliases without end`, 'Write out what the aliases (*name) stand for.', { cause });
  }
}

function leaves(tree: unknown, path: string[]): string[][] {
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree)) return [path];
  return Object.entries(tree).flatMap(([key, value]) => leaves(value, [...path, key]));
}

/** The lint rules as a table: level, id, what is lost. */

interface Colours {
  name(text: string): string;
  dim(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
}

export interface RuleRow {
  id: string;
  level: 'error' | 'warning' | 'info' | 'off';
  about: string;
  evidence: string;
}

/** One line a rule, the gravest first, then by id. */
export function rulesText(rows: readonly RuleRow[], paint: Colours): string {
  const order = ['error', 'warning', 'info', 'off'];
  const wide = Math.max(...rows.map(({ id }) => id.length));
  const colour = { error: paint.bad, warning: paint.warn, info: paint.name, off: paint.dim };
  return [...rows]
    .sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level) || (a.id < b.id ? -1 : 1))
    .map(({ id, level, about }) => `${colour[level](level.padEnd(7))}  ${id.padEnd(wide)}  ${paint.dim(about)}`)
    .join('\n');
}

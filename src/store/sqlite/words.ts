/** Texts by number: each distinct text is stored once, and the common ones are remembered. */
import type { DatabaseSync } from 'node:sqlite';

export interface Words {
  /** The text's number; a new text is stored. */
  idOf(text: string): number;
  textOf(id: number): string;
  /** After a rollback: numbers given since the last commit may be another text's soon. */
  forget(): void;
}

/** Enough for the links, agents and tags of many campaigns; beyond it the memory starts anew, so that it stays flat. */
const remembered = 20_000;

export function openWords(db: DatabaseSync): Words {
  const find = db.prepare('SELECT id FROM word WHERE text = ?');
  const make = db.prepare('INSERT INTO word (text) VALUES (?)');
  const read = db.prepare('SELECT text FROM word WHERE id = ?');
  const ids = new Map<string, number>();
  return {
    idOf(text) {
      const known = ids.get(text);
      if (known !== undefined) return known;
      const id = Number(find.get(text)?.['id'] ?? make.run(text).lastInsertRowid);
      if (ids.size >= remembered) ids.clear();
      ids.set(text, id);
      return id;
    },
    textOf: id => String(read.get(id)?.['text'] ?? ''),
    forget: () => ids.clear(),
  };
}

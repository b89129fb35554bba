/** Every format by the name that --format takes; what machines read is loaded when it is asked for. */
import type { MakeFormat } from './format.ts';
import { stylish } from './stylish.ts';

/** `text` is what every command calls its output for people; here it is `stylish`. */
export const formats: Readonly<Record<string, () => MakeFormat | Promise<MakeFormat>>> = {
  text: () => stylish,
  stylish: () => stylish,
  json: async () => (await import('./json.ts')).json,
  sarif: async () => (await import('./sarif.ts')).sarif,
  github: async () => (await import('./github.ts')).github,
  junit: async () => (await import('./junit.ts')).junit,
  checkstyle: async () => (await import('./checkstyle.ts')).checkstyle,
};

/** @param name what the command line let through */
export function formatOf(name: string): MakeFormat | Promise<MakeFormat> {
  const load = formats[name];
  if (load === undefined) throw new Error(`no format ${name}`);
  return load();
}

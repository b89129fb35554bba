/** Every format by the name that --format takes. */
import { checkstyle } from './checkstyle.ts';
import type { MakeFormat } from './format.ts';
import { github } from './github.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { sarif } from './sarif.ts';
import { stylish } from './stylish.ts';

/** `text` is what every command calls its output for people; here it is `stylish`. */
export const formats: Readonly<Record<string, MakeFormat>> = { text: stylish, stylish, json, sarif, github, junit, checkstyle };

/** Colours by meaning. The only importer of chalk. */
import { createRequire } from 'node:module';

// Where there is no colour chalk is not loaded; where there is, no caller has to wait for it.
const require = createRequire(import.meta.url);

export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  /** Names of things: ARNs, addresses, links. */
  name(text: string): string;
}

const same = (text: string): string => text;
const plain: Paint = { bold: same, dim: same, good: same, bad: same, warn: same, name: same };

/** @param isColoured false leaves every text as it is. */
export function paint(isColoured: boolean): Paint {
  if (!isColoured) return plain;
  const { Chalk } = require('chalk') as typeof import('chalk');
  const chalk = new Chalk({ level: 1 });
  return { bold: chalk.bold, dim: chalk.dim, good: chalk.green, bad: chalk.red, warn: chalk.yellow, name: chalk.cyan };
}

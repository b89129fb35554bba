/** Colours by meaning. The only importer of chalk. */
import { Chalk } from 'chalk';

export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  /** Names of things: ARNs, addresses, links. */
  name(text: string): string;
}

/** @param isColoured false leaves every text as it is. */
export function paint(isColoured: boolean): Paint {
  const chalk = new Chalk({ level: isColoured ? 1 : 0 });
  return { bold: chalk.bold, dim: chalk.dim, good: chalk.green, bad: chalk.red, warn: chalk.yellow, name: chalk.cyan };
}

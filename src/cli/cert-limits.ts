/** How much time a certificate must have left: by flag, then config file, then default. */
import type { Settings } from '../config/schema.ts';
import { Trouble } from '../errors.ts';
import { duration } from './flags.ts';

export const usualLimits = { warn: '30d', crit: '7d' } as const;

export interface CertLimits {
  warnMs: number;
  critMs: number;
}

const time = duration('');

/**
 * A critical limit above the warning is a slip that would hide every warning: Trouble, `cli.usage` where a flag said one of them, else `config.invalid`.
 * @param given what flags say, in milliseconds
 */
export function certLimits(
  { certCheck = {} }: Pick<Settings, 'certCheck'>,
  given: { warn?: number | undefined; crit?: number | undefined } = {},
): CertLimits {
  const of = (name: keyof typeof usualLimits): number => given[name] ?? time.read([certCheck[name] ?? usualLimits[name]], name) ?? 0;
  const limits = { warnMs: of('warn'), critMs: of('crit') };
  if (limits.critMs <= limits.warnMs) return limits;
  const isFlag = given.warn !== undefined || given.crit !== undefined;
  throw new Trouble(
    isFlag ? 'cli.usage' : 'config.invalid',
    'the critical limit is longer than the warning limit, so that nothing would ever be a warning',
    isFlag ? 'Give --crit less time than --warn.' : 'Give certCheck.crit less time than certCheck.warn.',
  );
}

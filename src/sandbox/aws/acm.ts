/** ACM: certificates by DNS validation, imported ones, their tags; each region has its own. */
import type { Handlers } from '../wire/handler.ts';
import { acmChanges } from './acm/changes.ts';
import { acmReads } from './acm/reads.ts';

export const acm: Handlers = { ...acmChanges, ...acmReads };

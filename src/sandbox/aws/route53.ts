/** Route 53: zones, record sets and changes; what DNS shows of them is in route53/lookup.ts. */
import type { Handlers } from '../wire/handler.ts';
import { recordHandlers } from './route53/records.ts';
import { zoneHandlers } from './route53/zones.ts';

export const route53: Handlers = { ...zoneHandlers, ...recordHandlers };

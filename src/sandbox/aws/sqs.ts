/** SQS: standard queues with visibility, long polls, dead letters and policies. FIFO queues are refused: SES has no road into them. */
import type { Handlers } from '../wire/handler.ts';
import { messageHandlers } from './sqs/messages.ts';
import { queueHandlers } from './sqs/queues.ts';

export const sqs: Handlers = { ...queueHandlers, ...messageHandlers };

/** SNS: topics, subscriptions with their handshake, signed delivery with retries. What other services need of it is exported here too. */
import type { Handlers } from '../wire/handler.ts';
import { publishHandlers } from './sns/publish.ts';
import { subscriptionHandlers } from './sns/subscriptions.ts';
import { topicHandlers } from './sns/topics.ts';

export { type Publication, publish } from './sns/publish.ts';
export { type Signer, signerOf, signingPage } from './sns/signer.ts';

export const sns: Handlers = { ...topicHandlers, ...subscriptionHandlers, ...publishHandlers };

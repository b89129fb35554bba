/** The link-repair function as the text that is deployed, equal byte for byte to repair.js. */
import code from './repair.js?raw';

/** The whole source of the CloudFront Function; runtime `cloudfront-js-2.0`, event type viewer request. */
export const repairCode: string = code;

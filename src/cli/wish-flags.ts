/** The flags that say what must exist, for the commands that make it and that look whether it is there. */
import { choice, flag, text, texts } from './flags.ts';

export const wishFlags = {
  domain: text('tracking domain, a host name of yours that links lead through', 'DOMAIN'),
  httpsPolicy: choice('which links and pixels are https (default: require)', ['require', 'require-open-only', 'optional']),
  front: choice('who serves HTTPS for the domain (default: cloudfront)', ['cloudfront', 'own']),
  trackingOrigin: text('host behind the front (default: r.<region>.awstrack.me)', 'HOST'),
  noRepair: flag('leave out the function that repairs links which a mail client decoded'),
  configSet: text('name of the configuration set (default: ses-track)', 'NAME'),
  webhook: texts('address that SNS posts events to', 'URL'),
  queue: text('name of an SQS queue that also gets every event', 'NAME'),
  events: text('event types, separated by commas (default: all ten)', 'LIST'),
  deployment: text('name of this deployment, which tags and names what is made (default: default)', 'NAME'),
};

/** With the address of a webhook. */
export const allowHttp = flag('let a webhook be plain http on this machine');

/** Misbehaviours of AWS's front door that a world can switch on; those of one operation live with it. */
import { type Call, fault } from './wire/handler.ts';
import { shelf } from './world.ts';

const sending = new Set(['SendEmail', 'SendBulkEmail', 'SendCustomVerificationEmail', 'TestRenderEmailTemplate']);
const lastCall = shelf(() => ({ at: Number.NEGATIVE_INFINITY }));
const onceMs = 1000;

/** For the wire's `before`: answers 429 where the trap `ses-throttle` is on and SES's control plane was called less than a second ago. */
export function throttle({ world, region, service, operation }: Call): void {
  if (service !== 'sesv2' || sending.has(operation) || !world.traps.has('ses-throttle')) return;
  const last = lastCall(world, region);
  const now = world.clock.now();
  // AWS: no more than once a second, no hint how long to wait. <https://docs.aws.amazon.com/ses/latest/APIReference/API_CreateConfigurationSet.html>
  if (now - last.at < onceMs) throw fault('TooManyRequestsException', 'Rate exceeded');
  last.at = now;
}

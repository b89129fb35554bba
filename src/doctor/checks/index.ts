/** Every check, in the order of the way from the send to the stored event; one line each. */
import { certChecks } from '../cert-checks.ts';
import type { Check } from '../check.ts';
import { accountSending } from './account-sending.ts';
import { accountVdm } from './account-vdm.ts';
import { aliasOwner } from './alias-owner.ts';
import { caching } from './caching.ts';
import { confirmation } from './confirmation.ts';
import { cookies } from './cookies.ts';
import { credentials } from './credentials.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import { deadLetters } from './dead-letters.ts';
import { defaultSet } from './default-set.ts';
import { destination } from './destination.ts';
import { destinationEnabled } from './destination-enabled.ts';
import { destinationEvents } from './destination-events.ts';
import { destinationKind } from './destination-kind.ts';
import { destinationTarget } from './destination-target.ts';
import { destinationTwice } from './destination-twice.ts';
import { distributionDeployed } from './distribution-deployed.ts';
import { distributionEnabled } from './distribution-enabled.ts';
import { distributionIpv6 } from './distribution-ipv6.ts';
import { drift } from './drift.ts';
import { enforcement } from './enforcement.ts';
import { errorPages } from './error-pages.ts';
import { filterPolicy } from './filter-policy.ts';
import { geoRestriction } from './geo-restriction.ts';
import { hostHeader } from './host-header.ts';
import { httpsPolicy } from './https-policy.ts';
import { linkRepair } from './link-repair.ts';
import { listenTopics } from './listen-topics.ts';
import { origin } from './origin.ts';
import { originHeaders } from './origin-headers.ts';
import { originPath } from './origin-path.ts';
import { originProtocol } from './origin-protocol.ts';
import { otherPaths } from './other-paths.ts';
import { productionAccess } from './production-access.ts';
import { queue } from './queue.ts';
import { queueKey } from './queue-key.ts';
import { queuePolicy } from './queue-policy.ts';
import { rawDelivery } from './raw-delivery.ts';
import { sender } from './sender.ts';
import { senderDkim } from './sender-dkim.ts';
import { sendingQuota } from './sending-quota.ts';
import { set } from './set.ts';
import { setSending } from './set-sending.ts';
import { setVdm } from './set-vdm.ts';
import { subscription } from './subscription.ts';
import { topic } from './topic.ts';
import { topicFifo } from './topic-fifo.ts';
import { topicKey } from './topic-key.ts';
import { topicPolicy } from './topic-policy.ts';
import { topicSignature } from './topic-signature.ts';
import { trackingDomain } from './tracking-domain.ts';
import { trackingIdentity } from './tracking-identity.ts';
import { unaskedTracking } from './unasked-tracking.ts';
import { unnamedDomain } from './unnamed-domain.ts';
import { unnamedSubscriber } from './unnamed-subscriber.ts';
import { userAgent } from './user-agent.ts';
import { viewerProtocol } from './viewer-protocol.ts';
import { webAcl } from './web-acl.ts';
import { webhookCertificate } from './webhook-certificate.ts';
import { webhookReachable } from './webhook-reachable.ts';

export const checks: readonly Check[] = [
  // account
  credentials,
  productionAccess,
  enforcement,
  accountSending,
  sendingQuota,
  accountVdm,
  // sender
  sender,
  senderDkim,
  defaultSet,
  trackingIdentity,
  // set
  set,
  setSending,
  setVdm,
  unaskedTracking,
  trackingDomain,
  unnamedDomain,
  httpsPolicy,
  // destination
  destination,
  destinationEnabled,
  destinationKind,
  destinationTarget,
  destinationEvents,
  destinationTwice,
  // topic
  topic,
  topicFifo,
  topicPolicy,
  topicKey,
  topicSignature,
  // subscription
  subscription,
  unnamedSubscriber,
  confirmation,
  rawDelivery,
  filterPolicy,
  deadLetterQueue,
  queue,
  queuePolicy,
  queueKey,
  // webhook
  webhookReachable,
  webhookCertificate,
  deadLetters,
  listenTopics,
  // dns
  // certificate
  // distribution
  aliasOwner,
  distributionEnabled,
  distributionDeployed,
  distributionIpv6,
  origin,
  originPath,
  originProtocol,
  hostHeader,
  userAgent,
  originHeaders,
  cookies,
  caching,
  viewerProtocol,
  otherPaths,
  geoRestriction,
  webAcl,
  errorPages,
  linkRepair,
  // front
  // dns, certificate and front, as cert-check looks at them
  ...certChecks,
  // drift
  drift,
];

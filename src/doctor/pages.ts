/** The page of each check, as it stands in docs/checks: --explain shows it. */
import accountSending from '../../docs/checks/account-sending.md?raw';
import accountVdm from '../../docs/checks/account-vdm.md?raw';
import acmInUse from '../../docs/checks/acm-in-use.md?raw';
import acmRenewal from '../../docs/checks/acm-renewal.md?raw';
import acmStatus from '../../docs/checks/acm-status.md?raw';
import aliasOwner from '../../docs/checks/alias-owner.md?raw';
import caa from '../../docs/checks/caa.md?raw';
import caching from '../../docs/checks/caching.md?raw';
import chain from '../../docs/checks/chain.md?raw';
import clock from '../../docs/checks/clock.md?raw';
import confirmation from '../../docs/checks/confirmation.md?raw';
import cookies from '../../docs/checks/cookies.md?raw';
import credentials from '../../docs/checks/credentials.md?raw';
import deadLetterQueue from '../../docs/checks/dead-letter-queue.md?raw';
import deadLetters from '../../docs/checks/dead-letters.md?raw';
import defaultSet from '../../docs/checks/default-set.md?raw';
import destination from '../../docs/checks/destination.md?raw';
import destinationEnabled from '../../docs/checks/destination-enabled.md?raw';
import destinationEvents from '../../docs/checks/destination-events.md?raw';
import destinationKind from '../../docs/checks/destination-kind.md?raw';
import destinationTarget from '../../docs/checks/destination-target.md?raw';
import destinationTwice from '../../docs/checks/destination-twice.md?raw';
import distributionDeployed from '../../docs/checks/distribution-deployed.md?raw';
import distributionEnabled from '../../docs/checks/distribution-enabled.md?raw';
import distributionIpv6 from '../../docs/checks/distribution-ipv6.md?raw';
import drift from '../../docs/checks/drift.md?raw';
import enforcement from '../../docs/checks/enforcement.md?raw';
import errorPages from '../../docs/checks/error-pages.md?raw';
import expiry from '../../docs/checks/expiry.md?raw';
import favicon from '../../docs/checks/favicon.md?raw';
import filterPolicy from '../../docs/checks/filter-policy.md?raw';
import geoRestriction from '../../docs/checks/geo-restriction.md?raw';
import hostHeader from '../../docs/checks/host-header.md?raw';
import httpsPolicy from '../../docs/checks/https-policy.md?raw';
import ipv6 from '../../docs/checks/ipv6.md?raw';
import key from '../../docs/checks/key.md?raw';
import linkRepair from '../../docs/checks/link-repair.md?raw';
import listenTopics from '../../docs/checks/listen-topics.md?raw';
import liveZone from '../../docs/checks/live-zone.md?raw';
import name from '../../docs/checks/name.md?raw';
import origin from '../../docs/checks/origin.md?raw';
import originHeaders from '../../docs/checks/origin-headers.md?raw';
import originPath from '../../docs/checks/origin-path.md?raw';
import originProtocol from '../../docs/checks/origin-protocol.md?raw';
import otherPaths from '../../docs/checks/other-paths.md?raw';
import pointsAtFront from '../../docs/checks/points-at-front.md?raw';
import productionAccess from '../../docs/checks/production-access.md?raw';
import protocol from '../../docs/checks/protocol.md?raw';
import queue from '../../docs/checks/queue.md?raw';
import queueKey from '../../docs/checks/queue-key.md?raw';
import queuePolicy from '../../docs/checks/queue-policy.md?raw';
import rawDelivery from '../../docs/checks/raw-delivery.md?raw';
import reach from '../../docs/checks/reach.md?raw';
import redirect from '../../docs/checks/redirect.md?raw';
import sender from '../../docs/checks/sender.md?raw';
import senderDkim from '../../docs/checks/sender-dkim.md?raw';
import sendingQuota from '../../docs/checks/sending-quota.md?raw';
import servedBy from '../../docs/checks/served-by.md?raw';
import set from '../../docs/checks/set.md?raw';
import setSending from '../../docs/checks/set-sending.md?raw';
import setVdm from '../../docs/checks/set-vdm.md?raw';
import subscription from '../../docs/checks/subscription.md?raw';
import topic from '../../docs/checks/topic.md?raw';
import topicFifo from '../../docs/checks/topic-fifo.md?raw';
import topicKey from '../../docs/checks/topic-key.md?raw';
import topicPolicy from '../../docs/checks/topic-policy.md?raw';
import topicSignature from '../../docs/checks/topic-signature.md?raw';
import trackingDomain from '../../docs/checks/tracking-domain.md?raw';
import trackingIdentity from '../../docs/checks/tracking-identity.md?raw';
import unaskedTracking from '../../docs/checks/unasked-tracking.md?raw';
import unnamedDomain from '../../docs/checks/unnamed-domain.md?raw';
import unnamedSubscriber from '../../docs/checks/unnamed-subscriber.md?raw';
import userAgent from '../../docs/checks/user-agent.md?raw';
import validationRecord from '../../docs/checks/validation-record.md?raw';
import viewerProtocol from '../../docs/checks/viewer-protocol.md?raw';
import webAcl from '../../docs/checks/web-acl.md?raw';
import webhookCertificate from '../../docs/checks/webhook-certificate.md?raw';
import webhookReachable from '../../docs/checks/webhook-reachable.md?raw';

export const pages: Record<string, string> = {
  'account-sending': accountSending,
  'account-vdm': accountVdm,
  'acm-in-use': acmInUse,
  'acm-renewal': acmRenewal,
  'acm-status': acmStatus,
  'alias-owner': aliasOwner,
  caa,
  caching,
  chain,
  clock,
  confirmation,
  cookies,
  credentials,
  'dead-letter-queue': deadLetterQueue,
  'dead-letters': deadLetters,
  'default-set': defaultSet,
  destination,
  'destination-enabled': destinationEnabled,
  'destination-events': destinationEvents,
  'destination-kind': destinationKind,
  'destination-target': destinationTarget,
  'destination-twice': destinationTwice,
  'distribution-deployed': distributionDeployed,
  'distribution-enabled': distributionEnabled,
  'distribution-ipv6': distributionIpv6,
  drift,
  enforcement,
  'error-pages': errorPages,
  expiry,
  favicon,
  'filter-policy': filterPolicy,
  'geo-restriction': geoRestriction,
  'host-header': hostHeader,
  'https-policy': httpsPolicy,
  ipv6,
  key,
  'link-repair': linkRepair,
  'listen-topics': listenTopics,
  'live-zone': liveZone,
  name,
  origin,
  'origin-headers': originHeaders,
  'origin-path': originPath,
  'origin-protocol': originProtocol,
  'other-paths': otherPaths,
  'points-at-front': pointsAtFront,
  'production-access': productionAccess,
  protocol,
  queue,
  'queue-key': queueKey,
  'queue-policy': queuePolicy,
  'raw-delivery': rawDelivery,
  reach,
  redirect,
  sender,
  'sender-dkim': senderDkim,
  'sending-quota': sendingQuota,
  'served-by': servedBy,
  set,
  'set-sending': setSending,
  'set-vdm': setVdm,
  subscription,
  topic,
  'topic-fifo': topicFifo,
  'topic-key': topicKey,
  'topic-policy': topicPolicy,
  'topic-signature': topicSignature,
  'tracking-domain': trackingDomain,
  'tracking-identity': trackingIdentity,
  'unasked-tracking': unaskedTracking,
  'unnamed-domain': unnamedDomain,
  'unnamed-subscriber': unnamedSubscriber,
  'user-agent': userAgent,
  'validation-record': validationRecord,
  'viewer-protocol': viewerProtocol,
  'web-acl': webAcl,
  'webhook-certificate': webhookCertificate,
  'webhook-reachable': webhookReachable,
};

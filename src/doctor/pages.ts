/** The page of each check, as it stands in docs/checks: --explain shows it. */
import accountSending from '../../docs/checks/account-sending.md?raw';
import aliasOwner from '../../docs/checks/alias-owner.md?raw';
import caching from '../../docs/checks/caching.md?raw';
import cookies from '../../docs/checks/cookies.md?raw';
import credentials from '../../docs/checks/credentials.md?raw';
import distributionDeployed from '../../docs/checks/distribution-deployed.md?raw';
import distributionEnabled from '../../docs/checks/distribution-enabled.md?raw';
import errorPages from '../../docs/checks/error-pages.md?raw';
import geoRestriction from '../../docs/checks/geo-restriction.md?raw';
import hostHeader from '../../docs/checks/host-header.md?raw';
import linkRepair from '../../docs/checks/link-repair.md?raw';
import origin from '../../docs/checks/origin.md?raw';
import originHeaders from '../../docs/checks/origin-headers.md?raw';
import originPath from '../../docs/checks/origin-path.md?raw';
import originProtocol from '../../docs/checks/origin-protocol.md?raw';
import otherPaths from '../../docs/checks/other-paths.md?raw';
import userAgent from '../../docs/checks/user-agent.md?raw';
import viewerProtocol from '../../docs/checks/viewer-protocol.md?raw';
import webAcl from '../../docs/checks/web-acl.md?raw';

export const pages: Record<string, string> = {
  'account-sending': accountSending,
  'alias-owner': aliasOwner,
  caching,
  cookies,
  credentials,
  'distribution-deployed': distributionDeployed,
  'distribution-enabled': distributionEnabled,
  'error-pages': errorPages,
  'geo-restriction': geoRestriction,
  'host-header': hostHeader,
  'link-repair': linkRepair,
  origin,
  'origin-headers': originHeaders,
  'origin-path': originPath,
  'origin-protocol': originProtocol,
  'other-paths': otherPaths,
  'user-agent': userAgent,
  'viewer-protocol': viewerProtocol,
  'web-acl': webAcl,
};

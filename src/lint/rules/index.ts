/** Every rule, by id: the order of `--rules` and of the pages in docs/rules. */
import type { Rule } from '../rule.ts';
import { badCustomPath } from './bad-custom-path.ts';
import { badTags } from './bad-tags.ts';
import { conditionalComment } from './conditional-comment.ts';
import { cutShort } from './cut-short.ts';
import { doubleEncoded } from './double-encoded.ts';
import { droppedAttribute } from './dropped-attribute.ts';
import { duplicateHref } from './duplicate-href.ts';
import { eightBit } from './eight-bit.ts';
import { emptyLink } from './empty-link.ts';
import { foreignNoTrack } from './foreign-no-track.ts';
import { formAction } from './form-action.ts';
import { fragmentLink } from './fragment-link.ts';
import { gmailClipping } from './gmail-clipping.ts';
import { inertLink } from './inert-link.ts';
import { linkFromData } from './link-from-data.ts';
import { longLink } from './long-link.ts';
import { misplacedAttribute } from './misplaced-attribute.ts';
import { misspeltAttribute } from './misspelt-attribute.ts';
import { nestedLink } from './nested-link.ts';
import { noHost } from './no-host.ts';
import { noTrackValue } from './no-track-value.ts';
import { notAnAnchor } from './not-an-anchor.ts';
import { notHttp } from './not-http.ts';
import { notRfc3986 } from './not-rfc3986.ts';
import { openTrackerTwice } from './open-tracker-twice.ts';
import { outerSpace } from './outer-space.ts';
import { placeholderLink } from './placeholder-link.ts';
import { plainTextOnly } from './plain-text-only.ts';
import { protocolRelative } from './protocol-relative.ts';
import { relativeLink } from './relative-link.ts';
import { renderingFailure } from './rendering-failure.ts';
import { scriptLink } from './script-link.ts';
import { textUrl } from './text-url.ts';
import { tooManyLinks } from './too-many-links.ts';
import { tooManyUnsubscribeUrls } from './too-many-unsubscribe-urls.ts';
import { trackedSecret } from './tracked-secret.ts';
import { trackedUnsubscribe } from './tracked-unsubscribe.ts';
import { unencodedVariable } from './unencoded-variable.ts';
import { unusedIgnore } from './unused-ignore.ts';
import { userInfo } from './user-info.ts';

export const rules: readonly Rule[] = [
  badCustomPath,
  badTags,
  conditionalComment,
  cutShort,
  doubleEncoded,
  droppedAttribute,
  duplicateHref,
  eightBit,
  emptyLink,
  foreignNoTrack,
  formAction,
  fragmentLink,
  gmailClipping,
  inertLink,
  linkFromData,
  longLink,
  misplacedAttribute,
  misspeltAttribute,
  nestedLink,
  noHost,
  noTrackValue,
  notAnAnchor,
  notHttp,
  notRfc3986,
  openTrackerTwice,
  outerSpace,
  placeholderLink,
  plainTextOnly,
  protocolRelative,
  relativeLink,
  renderingFailure,
  scriptLink,
  textUrl,
  tooManyLinks,
  tooManyUnsubscribeUrls,
  trackedSecret,
  trackedUnsubscribe,
  unencodedVariable,
  unusedIgnore,
  userInfo,
];

/** The page of each rule, as it stands in docs/rules: --explain and SARIF show it. */
import badCustomPath from '../../docs/rules/bad-custom-path.md?raw';
import badTags from '../../docs/rules/bad-tags.md?raw';
import conditionalComment from '../../docs/rules/conditional-comment.md?raw';
import cutShort from '../../docs/rules/cut-short.md?raw';
import doubleEncoded from '../../docs/rules/double-encoded.md?raw';
import droppedAttribute from '../../docs/rules/dropped-attribute.md?raw';
import duplicateHref from '../../docs/rules/duplicate-href.md?raw';
import eightBit from '../../docs/rules/eight-bit.md?raw';
import emptyLink from '../../docs/rules/empty-link.md?raw';
import foreignNoTrack from '../../docs/rules/foreign-no-track.md?raw';
import formAction from '../../docs/rules/form-action.md?raw';
import fragmentLink from '../../docs/rules/fragment-link.md?raw';
import gmailClipping from '../../docs/rules/gmail-clipping.md?raw';
import inertLink from '../../docs/rules/inert-link.md?raw';
import linkFromData from '../../docs/rules/link-from-data.md?raw';
import longLink from '../../docs/rules/long-link.md?raw';
import misplacedAttribute from '../../docs/rules/misplaced-attribute.md?raw';
import misspeltAttribute from '../../docs/rules/misspelt-attribute.md?raw';
import nestedLink from '../../docs/rules/nested-link.md?raw';
import noHost from '../../docs/rules/no-host.md?raw';
import noTrackValue from '../../docs/rules/no-track-value.md?raw';
import notAnAnchor from '../../docs/rules/not-an-anchor.md?raw';
import notHttp from '../../docs/rules/not-http.md?raw';
import notRfc3986 from '../../docs/rules/not-rfc3986.md?raw';
import openTrackerTwice from '../../docs/rules/open-tracker-twice.md?raw';
import outerSpace from '../../docs/rules/outer-space.md?raw';
import placeholderLink from '../../docs/rules/placeholder-link.md?raw';
import plainTextOnly from '../../docs/rules/plain-text-only.md?raw';
import protocolRelative from '../../docs/rules/protocol-relative.md?raw';
import relativeLink from '../../docs/rules/relative-link.md?raw';
import renderingFailure from '../../docs/rules/rendering-failure.md?raw';
import scriptLink from '../../docs/rules/script-link.md?raw';
import textUrl from '../../docs/rules/text-url.md?raw';
import tooManyLinks from '../../docs/rules/too-many-links.md?raw';
import tooManyUnsubscribeUrls from '../../docs/rules/too-many-unsubscribe-urls.md?raw';
import trackedSecret from '../../docs/rules/tracked-secret.md?raw';
import trackedUnsubscribe from '../../docs/rules/tracked-unsubscribe.md?raw';
import unencodedVariable from '../../docs/rules/unencoded-variable.md?raw';
import unusedIgnore from '../../docs/rules/unused-ignore.md?raw';
import userInfo from '../../docs/rules/user-info.md?raw';

/** Markdown by rule id. */
export const pages: Readonly<Record<string, string>> = {
  'bad-custom-path': badCustomPath,
  'bad-tags': badTags,
  'conditional-comment': conditionalComment,
  'cut-short': cutShort,
  'double-encoded': doubleEncoded,
  'dropped-attribute': droppedAttribute,
  'duplicate-href': duplicateHref,
  'eight-bit': eightBit,
  'empty-link': emptyLink,
  'foreign-no-track': foreignNoTrack,
  'form-action': formAction,
  'fragment-link': fragmentLink,
  'gmail-clipping': gmailClipping,
  'inert-link': inertLink,
  'link-from-data': linkFromData,
  'long-link': longLink,
  'misplaced-attribute': misplacedAttribute,
  'misspelt-attribute': misspeltAttribute,
  'nested-link': nestedLink,
  'no-host': noHost,
  'no-track-value': noTrackValue,
  'not-an-anchor': notAnAnchor,
  'not-http': notHttp,
  'not-rfc3986': notRfc3986,
  'open-tracker-twice': openTrackerTwice,
  'outer-space': outerSpace,
  'placeholder-link': placeholderLink,
  'plain-text-only': plainTextOnly,
  'protocol-relative': protocolRelative,
  'relative-link': relativeLink,
  'rendering-failure': renderingFailure,
  'script-link': scriptLink,
  'text-url': textUrl,
  'too-many-links': tooManyLinks,
  'too-many-unsubscribe-urls': tooManyUnsubscribeUrls,
  'tracked-secret': trackedSecret,
  'tracked-unsubscribe': trackedUnsubscribe,
  'unencoded-variable': unencodedVariable,
  'unused-ignore': unusedIgnore,
  'user-info': userInfo,
};

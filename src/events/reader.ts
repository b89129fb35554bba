/** Says who a reader is: a person, an image proxy, a bot, or unknown. From what SES says and the user agent; never from the time. */
import type { Event } from './event.ts';

/** Gmail and Yahoo fetch images for a person who really opened; the device is hidden, the open is real. */
const proxies = /GoogleImageProxy|YahooMailProxy/i;

/** Security gateways and existence checks that follow links before a person sees the mail. */
const scanners =
  /barracuda|mimecast|proofpoint|forcepoint|websense|sophos|symantec|messagelabs|trend ?micro|fireeye|microsoft office existence discovery|Edge\/12\.246 Mozilla\/5\.0$/i;

/** Crawlers, link previews and programs. Whole product names only: "CUBOT" is a telephone. */
const machines =
  /\b(?:googlebot|bingbot|bingpreview|applebot|yandexbot|ahrefsbot|slackbot|slack-imgproxy|twitterbot|facebookexternalhit|linkedinbot|telegrambot|discordbot|headlesschrome|phantomjs)\b|^(?:curl|wget|python-requests|python-urllib|go-http-client|java|apache-httpclient|libwww-perl)\//i;

/**
 * Time windows are not used: in one published log fewer than 3 % of scanners' clicks came within 20 s of sending.
 * @param bot what SES says of it; absent in events before August 2026, and absent is unknown, never human
 */
export function readerOf(type: string, bot: Event['bot'], userAgent: string | undefined): Event['reader'] {
  if (type !== 'Open' && type !== 'Click') return 'unknown';
  if (bot === 'likely') return 'bot';
  const agent = userAgent?.trim() ?? '';
  if (scanners.test(agent) || machines.test(agent)) return 'bot';
  if (proxies.test(agent)) return 'proxy';
  // Apple's Mail Privacy Protection loads every image soon after delivery under this bare name; it does not follow links.
  if (agent === 'Mozilla/5.0') return type === 'Open' ? 'proxy' : 'unknown';
  return bot === 'unlikely' && agent !== '' ? 'person' : 'unknown';
}

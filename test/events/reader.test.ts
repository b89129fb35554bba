/** Person, proxy, bot or unknown. */
import { expect, test } from 'vitest';
import { readerOf } from '../../src/events/reader.ts';

const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const gmail = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';

test.each([
  ['a browser that SES calls unlikely a bot is a person', 'Click', 'unlikely', chrome, 'person'],
  ['a browser of which SES says nothing is unknown', 'Click', 'unknown', chrome, 'unknown'],
  ['a browser that SES calls likely a bot is a bot', 'Open', 'likely', chrome, 'bot'],
  ["Gmail's image proxy is a proxy though SES says unlikely", 'Open', 'unlikely', gmail, 'proxy'],
  ["Yahoo's image proxy is a proxy", 'Open', 'unknown', 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html', 'proxy'],
  ["Apple's bare Mozilla/5.0 is a proxy when it opens", 'Open', 'unlikely', 'Mozilla/5.0', 'proxy'],
  ['and unknown when it clicks, for that proxy follows no links', 'Click', 'unlikely', 'Mozilla/5.0', 'unknown'],
  ['a security gateway is a bot though SES says unlikely', 'Click', 'unlikely', 'Mozilla/5.0 (compatible; Barracuda Sentinel)', 'bot'],
  ["Office's existence check is a bot", 'Click', 'unknown', 'Microsoft Office Existence Discovery', 'bot'],
  ['the known false open is a bot', 'Open', 'unknown', 'Mozilla/5.0 Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0', 'bot'],
  ['curl is a bot', 'Click', 'unknown', 'curl/8.5.0', 'bot'],
  ['a telephone called CUBOT is no bot', 'Click', 'unlikely', 'Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 7)', 'person'],
  ['an empty user agent is unknown', 'Open', 'unlikely', '', 'unknown'],
  ['a delivery has no reader', 'Delivery', 'unknown', undefined, 'unknown'],
] as const)('%s', (_, type, bot, agent, reader) => {
  expect(readerOf(type, bot, agent)).toBe(reader);
});

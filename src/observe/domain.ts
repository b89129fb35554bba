/** Reads the name of a domain as an operator types it, and says what was meant where it is none. Pure. */
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/** `domain`: ASCII, lower case, no dot at the end. `wrong`: one clause, no full stop. `meant`: a domain that can be asked instead. */
export type ReadDomain = { domain: string } | { wrong: string; meant?: string };

/** Total: any text gives one or the other. Blanks around it and a dot at its end do not count; what is not ASCII becomes `xn--…`. */
export function readDomain(text: string): ReadDomain {
  const given = text.trim();
  const quoted = quote(given);
  if (given === '') return { wrong: 'a domain without a name' };
  if (isIP(given.replace(/^\[|\]$/g, '')) !== 0) return { wrong: `${quoted} is an IP address; a certificate is for a name` };
  const scheme = /^[a-z][a-z0-9+.-]*:\/+/i.exec(given);
  if (scheme !== null) return wrong(`${quoted} is a web address, not a domain`, hostOf(given.slice(scheme[0].length)));
  if (/[/\\?#]/.test(given)) return wrong(`${quoted} has a path, where the domain alone is asked for`, hostOf(given));
  if (given.includes('@')) return wrong(`${quoted} is a mail address, not a domain`, hostOf(given));
  if (/:\d*$/.test(given)) return wrong(`${quoted} has a port, where the domain alone is asked for`, hostOf(given));
  return name(given, quoted);
}

/** What stands after the user and before port and path. */
function hostOf(address: string): string {
  return (address.split(/[/\\?#]/, 1)[0] ?? '').replace(/^.*@/s, '').replace(/:\d*$/, '');
}

/** With what was meant, where that is a domain. */
function wrong(why: string, meant: string): ReadDomain {
  const read = name(meant.trim(), '');
  return 'domain' in read ? { wrong: why, meant: read.domain } : { wrong: why };
}

function name(given: string, quoted: string): ReadDomain {
  if (/[\s\u0000-\u001f\u007f-\u009f]/.test(given)) return { wrong: `${quoted} has a blank in it` };
  if (given.includes('*')) return { wrong: `${quoted} stands for many names; a tracking domain is one` };
  const bare = given.replace(/[.\u3002\uff0e\uff61]$/, '');
  if (bare.split(/[.\u3002\uff0e\uff61]/).includes('')) return { wrong: `${quoted} has an empty part between its dots` };
  // What a URL would decode or cut at is no part of a name.
  const domain = /[%<>[\]^|:]/.test(bare) ? '' : domainToASCII(bare);
  if (domain === '') return { wrong: `${quoted} is no domain: it has a character that no name can have` };
  // "1.2" and "0x7f.1" are addresses to a URL.
  if (isIP(domain) !== 0) return { wrong: `${quoted} is an IP address; a certificate is for a name` };
  const labels = domain.split('.');
  const long = labels.find(label => label.length > 63);
  if (long !== undefined) return { wrong: `${quoted} has a part of ${long.length} characters; DNS takes 63` };
  if (domain.length > 253) return { wrong: `${quoted} has ${domain.length} characters; DNS takes 253` };
  const odd = labels.find(label => !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label));
  if (odd !== undefined) return { wrong: `${quoted} is no domain: "${odd}" is no part that a certificate can name` };
  if (labels.length === 1) return { wrong: `${quoted} has no dot; a tracking domain is a name below another, as click.example.com` };
  return { domain };
}

/** On one line, whatever was typed; long texts are cut. */
const quote = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);

/** Writes DNS records as a fragment of a zone file (RFC 1035 §5), for whoever keeps the zone by hand. Pure. */

export interface DnsRecord {
  name: string;
  type: 'A' | 'AAAA' | 'CNAME' | 'NS' | 'TXT' | 'CAA';
  /** Seconds. */
  ttl: number;
  /** TXT: the text itself, unquoted. CAA: `0 issue "amazon.com"`. CNAME and NS: a name. */
  value: string;
}

/**
 * One line a record, in columns; every name whole with its last dot, so that it means the same in any zone.
 * Refuses (a bug, not Trouble) a line break in a name or an address.
 */
export function zoneFile(records: readonly DnsRecord[]): string {
  const rows = records.map(({ name, type, ttl, value }) => [absolute(name), String(ttl), 'IN', type, written(type, value)]);
  const widths = [0, 1, 2, 3].map(column => Math.max(0, ...rows.map(row => row[column]?.length ?? 0)));
  return rows.map(row => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' ')}\n`).join('');
}

function written(type: DnsRecord['type'], value: string): string {
  if (type === 'TXT') return texts(value);
  if (type === 'CNAME' || type === 'NS') return absolute(value);
  return oneLine(value);
}

/** What separates or begins something else in a zone file is escaped; a name here has no dots inside a label. */
function absolute(name: string): string {
  return `${oneLine(name)
    .replace(/\.$/, '')
    .replace(/["();@$\\]/g, '\\$&')}.`;
}

/** Strings of at most 255 bytes each; what is not plain ASCII as `\DDD`, a byte in decimal. */
function texts(value: string): string {
  const bytes = new TextEncoder().encode(value);
  const strings: string[] = [];
  for (let from = 0; from < bytes.length || from === 0; from += 255) {
    const part = [...bytes.subarray(from, from + 255)].map(byte => {
      if (byte < 0x20 || byte > 0x7e) return `\\${String(byte).padStart(3, '0')}`;
      const character = String.fromCharCode(byte);
      return character === '"' || character === '\\' ? `\\${character}` : character;
    });
    strings.push(`"${part.join('')}"`);
  }
  return strings.join(' ');
}

function oneLine(text: string): string {
  if (/[\r\n\0]/.test(text)) throw new Error(`${JSON.stringify(text)} cannot stand in a zone file`);
  return text;
}

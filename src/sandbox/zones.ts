/** What a set of DNS zones says of a name: the records, the aliases followed inside the zones, or why there are none. Pure. */

/** One record set as Route 53 keeps it: values in presentation format, or the name whose addresses it borrows. */
export interface RecordSet {
  name: string;
  type: string;
  ttl: number;
  /** `192.0.2.1`, `"text"`, `0 issue "amazon.com"`, `ns-1.example.net.` */
  values: readonly string[];
  /** Under A and AAAA: the addresses of this name are answered as its own. */
  alias?: string;
}

/** SOA and NS of the apex are among the records. */
export interface Zone {
  name: string;
  records: readonly RecordSet[];
  /** Its servers do not answer. */
  isSilent?: boolean;
}

export interface Found {
  /** In order: the CNAMEs that were followed, then the records asked for. */
  answers: RecordSet[];
  /** `ok` without answers is NODATA. `lame`: the name is delegated to servers that are none of ours, or that do not answer. */
  end: 'ok' | 'no-name' | 'lame';
  /** Of the zone in which the search ended; absent outside all zones. */
  soa?: RecordSet;
}

const longestChain = 16;

/** Lower case, without the dot at the end; Route 53 writes `*` as `\052`. */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

const isWithin = (name: string, parent: string): boolean => name === parent || name.endsWith(`.${parent}`);
const parentOf = (name: string): string => name.slice(name.indexOf('.') + 1 || name.length);

/**
 * Looks a name up as a resolver would that knows these zones alone: outside of them nothing exists.
 * Of two zones of one name the first is the live one.
 */
export function lookUp(zones: readonly Zone[], name: string, type: string): Found {
  return search(zones, plainName(name), type.toUpperCase(), longestChain);
}

function search(zones: readonly Zone[], name: string, type: string, left: number): Found {
  const zone = zones.filter(each => isWithin(name, plainName(each.name))).reduce<Zone | undefined>(longer, undefined);
  if (zone === undefined) return { answers: [], end: zones.some(each => isWithin(plainName(each.name), name)) ? 'ok' : 'no-name' };
  if (zone.isSilent === true) return { answers: [], end: 'lame' };
  const apex = plainName(zone.name);
  const soa = zone.records.find(each => each.type === 'SOA' && plainName(each.name) === apex);
  const negative = soa === undefined ? {} : { soa };
  const cut = zone.records.find(each => each.type === 'NS' && plainName(each.name) !== apex && isWithin(name, plainName(each.name)));
  if (cut !== undefined && !(type === 'NS' && plainName(cut.name) === name)) return { answers: [], end: 'lame' };
  const sets = setsAt(zone, apex, name);
  if (sets === undefined) return { answers: [], end: 'no-name', ...negative };
  const own = sets.find(each => each.type === type);
  if (own?.alias !== undefined) {
    const borrowed = left === 0 ? [] : search(zones, plainName(own.alias), type, left - 1).answers.filter(each => each.type === type);
    return { answers: borrowed.map(each => ({ ...each, name })), end: 'ok', ...negative };
  }
  if (own !== undefined) return { answers: [{ ...own, name }], end: 'ok' };
  const cname = sets.find(each => each.type === 'CNAME');
  if (cname === undefined) return { answers: [], end: 'ok', ...negative };
  if (left === 0) return { answers: [], end: 'lame' };
  const rest = search(zones, plainName(cname.values[0] ?? ''), type, left - 1);
  return { ...rest, answers: [{ ...cname, name }, ...rest.answers] };
}

const longer = (best: Zone | undefined, each: Zone): Zone =>
  best === undefined || plainName(each.name).length > plainName(best.name).length ? each : best;

/** The sets of a name or of the wildcard that stands for it (RFC 4592); undefined where it does not exist, none where only names below it do. */
function setsAt(zone: Zone, apex: string, name: string): RecordSet[] | undefined {
  const at = (wanted: string) => zone.records.filter(each => plainName(each.name) === wanted);
  const exists = (wanted: string) => zone.records.some(each => isWithin(plainName(each.name), wanted));
  if (name === apex || exists(name)) return at(name);
  let encloser = parentOf(name);
  while (encloser !== apex && !exists(encloser)) encloser = parentOf(encloser);
  const wild = at(`*.${encloser}`);
  return wild.length === 0 ? undefined : wild;
}

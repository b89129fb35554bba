/** CloudFront Function, viewer request, runtime 2.0: gives a tracked link that a mail client decoded back the encoding that SES signed. */

// Deployed byte for byte as it stands here: no import, ES5.1 with const, arrows and templates, at most 10 KB.
// Whatever is not surely a link decoded once goes on as it came. Why, and what is not known: docs/resources/link-repair.md

// What stands before the target. In a decoded link the target shows its own slashes; in an intact one they are %2F.
const head = /^\/(?:C?L0|CL1\/[A-Za-z0-9._-]{1,32})\/(?=[Hh][Tt][Tt][Pp][Ss]?:\/\/[^/?#])/;

// What stands behind it: ordinal, message id, signature with its padding and the number after it.
const tail = '/[0-9]{1,6}/[0-9a-f]{16}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}-[0-9]{6}/[A-Za-z0-9_-]{16,86}=[0-9]{1,6}';

// The URI and the query string together must stay below this.
const limit = 8192;

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it.
function handler(event) {
  const request = event.request;
  try {
    const query = queryOf(request);
    const link = query === undefined ? undefined : rebuild(request.uri, query);
    if (link !== undefined) {
      request.uri = link.uri;
      // The query string was a part of the target; SES itself reads none.
      if (link.hasQuery) request.querystring = {};
    }
  } catch (_) {
    // An error here would be a 503 for the reader.
  }
  return request;
}

// The query string as it came, '' without one; undefined where only the parsed object is there, which loses order and `=`.
function queryOf(request) {
  const raw = typeof request.rawQueryString === 'function' ? request.rawQueryString() : undefined;
  if (typeof raw === 'string' && raw !== '') return raw;
  for (const _ in request.querystring) return undefined;
  return '';
}

// The URI as SES made it, and whether the query string went into it; undefined where the request is to be left alone.
function rebuild(uri, query) {
  const start = head.exec(uri);
  if (start === null) return undefined;
  const full = query === '' ? uri : `${uri}?${query}`;
  const end = findTail(full);
  if (end === undefined) return undefined;
  const target = full.slice(start[0].length, end.from);
  // How SES encodes any other character is not known, and a lone % stands in no link that SES tracks.
  if (/[^A-Za-z0-9:/?#&=,@._%-]/.test(target) || /%(?![0-9A-Fa-f]{2})/.test(target)) return undefined;
  const encoded = target.replace(/[/?#&%]/g, character => encodeURIComponent(character));
  const whole = start[0] + encoded + full.slice(end.from, end.to);
  const hasQuery = end.to > uri.length;
  const kept = hasQuery || query === '' ? 0 : query.length + 1;
  if (whole.length + kept >= limit) return undefined;
  return { uri: whole, hasQuery: hasQuery };
}

// Where the tail stands: at the very end, else the only one there is, before a `?` or `&` that others appended.
function findTail(full) {
  const last = new RegExp(`${tail}$`).exec(full);
  if (last !== null) return { from: last.index, to: full.length };
  const every = new RegExp(tail, 'g');
  const only = every.exec(full);
  if (only === null || every.exec(full) !== null) return undefined;
  const to = only.index + only[0].length;
  return /[?&]/.test(full.charAt(to)) ? { from: only.index, to } : undefined;
}

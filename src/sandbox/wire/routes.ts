/** Finds the operation that a method and a path ask for, and older forms of the same request. */

export interface Route {
  method: string;
  /** As the SDK's schema has it: `/v2/email/configuration-sets/{ConfigurationSetName}`. */
  template: string;
  /** Of a success. */
  status: number;
  /** How specific it is: parts of the path that are spelled out. */
  fixedParts: number;
  match(method: string, path: string, query: readonly (readonly [string, string])[]): Map<string, string> | undefined;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function unescapedLabel(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * @param method of HTTP
 * @param template path with `{Label}`s; a query in it must be present in the request
 * @param status of a success
 * @returns a route; `match` gives the labels, decoded, or undefined
 */
export function route(method: string, template: string, status: number): Route {
  const [path = '', wanted = ''] = template.split('?');
  const names: string[] = [];
  const parts = path.replace(/\/$/, '').split('/');
  const pattern = parts.map(part => {
    const label = /^\{([^}]+)\}$/.exec(part)?.[1];
    if (label === undefined) return escaped(part);
    names.push(label);
    return '([^/]+)';
  });
  // AWS: botocore of 2026-05 still ends some paths with a slash that the SDK dropped; the services answer both.
  const regex = new RegExp(`^${pattern.join('/')}/?$`);
  const literals = wanted === '' ? [] : wanted.split('&').map(one => one.split('='));
  return {
    method,
    template,
    status,
    fixedParts: parts.length - names.length + literals.length,
    match(asked, at, query) {
      if (asked !== method) return undefined;
      for (const [name, value] of literals) if (!query.some(pair => pair[0] === name && pair[1] === (value ?? ''))) return undefined;
      const found = regex.exec(at);
      if (found === null) return undefined;
      const labels = new Map<string, string>();
      for (const [index, name] of names.entries()) {
        const value = unescapedLabel(found[index + 1] ?? '');
        if (value === undefined) return undefined;
        labels.set(name, value);
      }
      return labels;
    },
  };
}

/** An older form of a request: where it is not in the schema, every member travels in the query, by its name. */
export interface Alias {
  operation: string;
  route: Route;
}

// AWS: client-sesv2 3.1142.0, botocore 1.43.11 and everything older list with GET; newer ones with POST. The service answers both.
export const aliases: Readonly<Record<string, readonly Alias[]>> = {
  sesv2: [
    { operation: 'ListConfigurationSets', route: route('GET', '/v2/email/configuration-sets', 200) },
    { operation: 'ListEmailIdentities', route: route('GET', '/v2/email/identities', 200) },
  ],
};

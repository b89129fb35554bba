/** What Route 53 finds wrong with the values of a record set. */
import { isIPv4, isIPv6 } from 'node:net';
import type { ResourceRecordSet } from '@aws-sdk/client-route-53';

function fatal(problem: string, why: string, value: string): string {
  return `Invalid Resource Record: 'FATAL problem: ${problem} (${why}) encountered with '${value}''`;
}

const domain = /^(?:[\x21-\x2d\x2f-\x7e]{1,63}\.)*[\x21-\x2d\x2f-\x7e]{1,63}\.?$/;

function domainProblem(value: string): string | undefined {
  if (value === '') return fatal('DomainNameEmpty', 'Domain name is empty', value);
  return domain.test(value) ? undefined : fatal('DomainLabelInvalid', 'Domain label is invalid', value);
}

/** `"…" "…"`: strings in quotation marks, at most 255 characters each. */
function textProblem(value: string): string | undefined {
  if (!/^"(?:[^"\\]|\\.)*"(?:\s+"(?:[^"\\]|\\.)*")*$/.test(value))
    return fatal('InvalidCharacterString', 'Value should be enclosed in quotation marks', value);
  const strings = value.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  return strings.some(one => one.length > 257) ? fatal('CharacterStringTooLong', 'Value is too long', value) : undefined;
}

const rules: Readonly<Record<string, (value: string) => string | undefined>> = {
  A: value => (isIPv4(value) ? undefined : fatal('ARRDATAIllegalIPv4Address', 'Value is not a valid IPv4 address', value)),
  AAAA: value => (isIPv6(value) ? undefined : fatal('AAAARRDATAIllegalIPv6Address', 'Value is not a valid IPv6 address', value)),
  CNAME: domainProblem,
  NS: domainProblem,
  TXT: textProblem,
  SPF: textProblem,
  CAA: value => (/^\d{1,3} [a-zA-Z0-9]+ "[^"]*"$/.test(value) ? undefined : fatal('CAARRDATAIllegalFormat', 'CAA record is not valid', value)),
  MX: value =>
    /^\d{1,5} \S+$/.test(value) ? domainProblem(value.split(' ')[1] ?? '') : fatal('MXRRDATAIllegalFormat', 'MX record is not valid', value),
};

/** Everything that is wrong with the values, in Route 53's own sentences. Types that no rule knows are taken as they are. */
export function valueProblems(set: ResourceRecordSet): string[] {
  const values = (set.ResourceRecords ?? []).map(record => record.Value ?? '');
  const rule = rules[set.Type ?? ''];
  const problems = values.flatMap(value => rule?.(value) ?? []);
  const twice = values.find((value, at) => values.indexOf(value) !== at);
  if (twice !== undefined) problems.push(`Duplicate Resource Record: '${twice}'`);
  if (set.Type === 'CNAME' && values.length > 1) problems.push(fatal('CNAMERRSetMultipleValues', 'A CNAME has one value', values.join(', ')));
  return problems;
}

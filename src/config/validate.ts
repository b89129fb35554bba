/** Checks a tree of settings against the schema and says what is wrong with it, with "did you mean". */
import * as v from 'valibot';
import { Trouble } from '../errors.ts';
import { keys } from './keys.ts';
import { nearest } from './nearest.ts';
import { type Settings, schema } from './schema.ts';

/**
 * @param tree what a file and the environment gave
 * @param where says where a path stands: `ses-track.yaml:12` (or the variable's name)
 * @returns the settings; throws Trouble `config.invalid` that names every fault
 */
export function validate(tree: unknown, where: (path: readonly (string | number)[]) => string): Settings {
  const checked = v.safeParse(schema, tree);
  if (checked.success) return checked.output;
  const faults = checked.issues.map(issue => {
    const path = (issue.path ?? []).map(item => item.key as string | number);
    return { at: where(path), text: sentence(path, issue) };
  });
  faults.sort((a, b) => a.at.localeCompare(b.at, 'en', { numeric: true }));
  const message = faults.map(fault => `${fault.at}: ${fault.text}`).join('\n');
  throw new Trouble('config.invalid', message, 'Correct the config file; `ses-track config --keys` lists every key.');
}

function sentence(path: readonly (string | number)[], issue: v.BaseIssue<unknown>): string {
  const name = path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const parent = path
      .slice(0, -1)
      .map(part => (typeof part === 'number' ? '[]' : `.${part}`))
      .join('')
      .replace(/^\./, '');
    const siblings = keys()
      .map(key => key.path)
      .filter(each => each.slice(0, each.lastIndexOf('.') + 1).replace(/\.$/, '') === parent)
      .map(each => each.slice(each.lastIndexOf('.') + 1))
      .filter(each => !each.endsWith('[]'));
    const meant = nearest(String(path.at(-1)), siblings);
    return `unknown key "${name}"${meant === undefined ? '' : ` (did you mean "${meant}"?)`}`;
  }
  if (issue.type === 'picklist' && typeof issue.input === 'string') {
    const choices = (issue.requirement ?? issue.expected ?? '').toString().replaceAll('"', '').replace(/[()]/g, '').split(' | ');
    const meant = nearest(issue.input, choices);
    return `${name} is "${issue.input}"${meant === undefined ? '' : ` (did you mean "${meant}"?)`}, expected one of ${choices.join(', ')}`;
  }
  if (issue.message.startsWith('Invalid type') || issue.message.startsWith('Invalid key')) {
    const plain: Record<string, string> = {
      string: 'a text',
      boolean: 'true or false',
      number: 'a number',
      Array: 'a list',
      Object: 'a group of keys',
    };
    const expected = (issue.expected ?? '')
      .split(' | ')
      .map(each => plain[each] ?? each)
      .join(' or ');
    return `${name} is ${issue.received}, expected ${expected}`;
  }
  return `${name} is ${issue.received}: ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`;
}

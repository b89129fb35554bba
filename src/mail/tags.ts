/** Message tags: what events can later be told apart by. */
import { Trouble } from '../errors.ts';

export interface Tag {
  name: string;
  value: string;
}

/**
 * `campaign=spring` → name and value. AWS: ASCII letters, digits, _ and -, at most 256 each; names that begin with `ses:` are its own.
 * <sesv2 API, MessageTag> Throws Trouble `cli.usage`.
 */
export function readTag(given: string): Tag {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(given) ?? [];
  const wrong = [name, value].find(each => !/^[A-Za-z0-9_-]{1,256}$/.test(each));
  if (wrong === undefined) return { name, value };
  throw new Trouble(
    'cli.usage',
    given.includes('=') ? `--tag ${JSON.stringify(given)} has something that SES does not take` : `--tag ${JSON.stringify(given)} is not name=value`,
    'Write it as campaign=spring: letters, digits, _ and -, at most 256 each.',
  );
}

/** All tags; refuses a name that is there twice. */
export function readTags(given: readonly string[]): Tag[] {
  const tags = given.map(readTag);
  const twice = tags.find(({ name }, index) => tags.findIndex(each => each.name === name) !== index);
  if (twice !== undefined) throw new Trouble('cli.usage', `--tag ${twice.name} is given twice`, 'Give each tag one value.');
  return tags;
}

/** What a config file may say, and what an operator reads when it says something else. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { jsonSchema } from '../../src/config/json-schema.ts';
import { loadConfig } from '../../src/config/load.ts';
import { Trouble } from '../../src/errors.ts';

const load = (files: Record<string, string>, env: Record<string, string> = {}, named?: string) =>
  loadConfig(
    {
      env,
      cwd: '/home/op/mail/templates',
      files: {
        exists: async path => files[path] !== undefined,
        read: async path => {
          const text = files[path];
          if (text === undefined) throw new Error('no such file');
          return new TextEncoder().encode(text);
        },
      },
    },
    named,
  );
const yaml = (text: string) => ({ '/home/op/mail/ses-track.yaml': text });
const complaint = async (text: string, env: Record<string, string> = {}): Promise<string> => {
  const error = await load(yaml(text), env).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Trouble);
  expect((error as Trouble).exit).toBe(2);
  return (error as Trouble).message;
};

describe('a config file', () => {
  test('is found upward from the current folder, and every value knows its line', async () => {
    const config = await load(yaml('region: eu-west-1\nlisten:\n  port: 9000\n'));
    expect(config.settings).toEqual({ region: 'eu-west-1', listen: { port: 9000 } });
    expect(config.file).toBe('/home/op/mail/ses-track.yaml');
    expect(config.origin).toEqual({ region: `${join('..', 'ses-track.yaml')}:1`, 'listen.port': `${join('..', 'ses-track.yaml')}:3` });
  });

  test('may be JSON', async () => {
    expect((await load({ '/home/op/ses-track.json': '{"listen": {"topics": ["a"]}}' })).settings).toEqual({ listen: { topics: ['a'] } });
  });

  test('yields to the environment', async () => {
    const config = await load(yaml('region: eu-west-1\nlisten: {port: 9000, store: "sqlite:a.db"}\n'), {
      SES_TRACK_LISTEN_PORT: '1',
      SES_TRACK_LISTEN_TOPICS: 'a, b',
    });
    expect(config.settings).toEqual({ region: 'eu-west-1', listen: { port: 1, store: 'sqlite:a.db', topics: ['a', 'b'] } });
    expect(config.origin['listen.port']).toBe('environment SES_TRACK_LISTEN_PORT');
  });

  test('is looked for where SES_TRACK_CONFIG is empty', async () => {
    expect((await load(yaml('region: eu-west-1\n'), { SES_TRACK_CONFIG: '' })).settings).toEqual({ region: 'eu-west-1' });
  });

  test('is not needed, and an empty one is as good as none', async () => {
    expect((await load({})).settings).toEqual({});
    expect((await load(yaml('# nothing yet\n'))).settings).toEqual({});
  });

  test.each([
    ['regoin: x', 'ses-track.yaml:1: unknown key "regoin" (did you mean "region"?)'],
    ['listen:\n  prot: 1', 'ses-track.yaml:2: unknown key "listen.prot" (did you mean "port"?)'],
    ['configurationSets:\n  - name: a\n    evnts: []', 'ses-track.yaml:3: unknown key "configurationSets[0].evnts" (did you mean "events"?)'],
    [
      'configurationSets:\n  - events: [clik]',
      'ses-track.yaml:2: configurationSets[0].events[0] is "clik" (did you mean "click"?), expected one of send, delivery',
    ],
    ['configurationSets:\n  - name: "a b"', 'ses-track.yaml:2: configurationSets[0].name is "a b": expected 1 to 64 letters, digits, - and _'],
    [
      'configurationSets:\n  - sns:\n      kmsKey: ses-events',
      'ses-track.yaml:3: configurationSets[0].sns.kmsKey is "ses-events": expected a key ID, a key ARN, alias/NAME or an alias ARN of KMS',
    ],
    ['listen: {port: "9000"}', 'ses-track.yaml:1: listen.port is "9000", expected a number'],
    ['listen: {port: 70000}', 'ses-track.yaml:1: listen.port is 70000'],
    ['region: [a]', 'ses-track.yaml:1: region is Array, expected a text'],
    ['region: a\n__proto__: {a: 1}', 'ses-track.yaml:2: unknown key "__proto__"'],
    ['constructor: 1', 'ses-track.yaml:1: unknown key "constructor"'],
    ['listen: &l {port: *l}', 'ses-track.yaml has aliases without end'],
    ['- a', 'ses-track.yaml holds a list, expected keys'],
    ['a: b: c', 'ses-track.yaml:1: '],
    ['region: a\nregion: b', 'ses-track.yaml:2: map keys must be unique'],
  ])('%j is refused, naming the line', async (text, message) => {
    expect(await complaint(text)).toContain(message);
  });

  test.each([
    ['a key ID', '1234abcd-12ab-34cd-56ef-1234567890ab'],
    ['the ID of a multi-Region key', 'mrk-1234abcd12ab34cd56ef1234567890ab'],
    ['a key ARN', 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
    ['a multi-Region key ARN elsewhere', 'arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab'],
    ['an alias', 'alias/mail/ses_events-1'],
    ["AWS's own alias", 'alias/aws/sns'],
    ['an alias ARN', 'arn:aws-cn:kms:cn-north-1:123456789012:alias/ses-events'],
  ])('%s is a KMS key', async (_, key) => {
    const { settings } = await load(yaml(`configurationSets: [{ sns: { kmsKey: "${key}" } }]`));
    expect(settings.configurationSets?.[0]?.sns?.kmsKey).toBe(key);
  });

  test.each([
    ['with a digit too few', '1234abcd-12ab-34cd-56ef-1234567890a'],
    ['an ARN with a digit of the account missing', 'arn:aws:kms:eu-west-1:12345678901:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
    ['an ARN of another service', 'arn:aws:sns:eu-west-1:123456789012:ses-events'],
    ['an ARN without key/', 'arn:aws:kms:eu-west-1:123456789012:1234abcd-12ab-34cd-56ef-1234567890ab'],
    ['an alias without a name', 'alias/'],
    ['an alias with a space', 'alias/ses events'],
    ['the tail of an ARN', 'key/1234abcd-12ab-34cd-56ef-1234567890ab'],
    ['with a space at its end', 'alias/ses-events '],
    ['empty', ''],
  ])('%s is no KMS key', async (_, key) => {
    expect(await complaint(`configurationSets: [{ sns: { kmsKey: "${key}" } }]`)).toContain('configurationSets[0].sns.kmsKey is');
  });

  test('with several faults names them all', async () => {
    expect(await complaint('regoin: x\nlisten:\n  prot: 1')).toMatch(/:1: unknown key "regoin".*\n.*:3: unknown key "listen.prot"/);
  });

  test('never blows up into more than it is', async () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'.split('').map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`),
    ].join('\n');
    await expect(load(yaml(bomb))).rejects.toMatchObject({ code: 'config.invalid', message: expect.stringContaining('has aliases without end') });
  });

  test('that is named but not there is an error, not a default', async () => {
    await expect(load({}, {}, 'other.yaml')).rejects.toThrow('cannot read other.yaml: no such file');
  });

  test('a variable with a wrong value is named', async () => {
    expect(await complaint('region: a', { SES_TRACK_LISTEN_PORT: 'x' })).toBe('SES_TRACK_LISTEN_PORT is "x", expected a whole number');
    expect(await complaint('region: a', { SES_TRACK_LISTEN_PRIVACY: 'none' })).toContain(
      'environment SES_TRACK_LISTEN_PRIVACY: listen.privacy is "none"',
    );
  });
});

test('the JSON schema refuses unknown keys and knows the event types', () => {
  const schema = JSON.stringify(jsonSchema());
  expect(schema).toContain('"additionalProperties":false');
  expect(schema).toContain('"rendering-failure"');
});

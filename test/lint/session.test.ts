/** Many files in turn: what is read at once or waited for, and what ends the lint. */
import { expect, test } from 'vitest';
import { Trouble } from '../../src/errors.ts';
import { rules } from '../../src/lint/rules/index.ts';
import { lintAll, type Work } from '../../src/lint/session.ts';
import { levelOf } from './plain.ts';

const bad = Buffer.from('<a href="https://www.example.com/a b">x</a>');
const options = { rules, levelOf, listLinks: true, language: undefined, data: undefined };

const steps = async (names: readonly string[], read: Work['read'], pause: Work['pause'] = () => undefined): Promise<string[]> => {
  const said: string[] = [];
  const files = names.map(file => ({ file, isFound: false }));
  for await (const { report, fixed } of lintAll({ files, read, fix: false, pause }, options))
    said.push(`${report.file} ${report.unlintable ?? report.findings.map(({ rule }) => rule)} ${fixed}`);
  return said;
};

test('a file may be there at once or be waited for', async () => {
  expect(await steps(['a.html'], () => bad)).toEqual(['a.html not-rfc3986 0']);
  expect(await steps(['a.html'], async () => bad)).toEqual(['a.html not-rfc3986 0']);
});

test('a file that cannot be read is told of, and the next one is linted', async () => {
  const gone = new Trouble('file.unreadable', 'cannot read a.html: no such file or folder');
  const expected = ['a.html cannot read a.html: no such file or folder 0', 'b.html not-rfc3986 0'];
  const now = (file: string): Buffer => {
    if (file === 'a.html') throw gone;
    return bad;
  };
  expect(await steps(['a.html', 'b.html'], now)).toEqual(expected);
  expect(await steps(['a.html', 'b.html'], async file => now(file))).toEqual(expected);
});

test.each([
  ['any other trouble', new Trouble('cli.usage', 'a.html is too large to lint')],
  ['a bug', new Error('cannot read properties of undefined')],
])('%s ends the lint', async (_, error) => {
  const fail = (): never => {
    throw error;
  };
  await expect(steps(['a.html'], fail)).rejects.toBe(error);
  await expect(steps(['a.html'], async () => fail())).rejects.toBe(error);
});

test('no file is read before others have had their turn, and a run that was stopped then reads none', async () => {
  const said: string[] = [];
  const read = (file: string): Buffer => {
    said.push(file);
    return bad;
  };
  const pause = async (): Promise<void> => {
    await Promise.resolve();
    said.push('others');
  };
  await steps(['a.html', 'b.html'], read, pause);
  expect(said).toEqual(['others', 'a.html', 'others', 'b.html']);
  await expect(steps(['c.html'], read, () => Promise.reject(new Error('stopped')))).rejects.toThrow('stopped');
  expect(said.length).toBe(4);
});

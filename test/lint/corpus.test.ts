/** Edge cases of each rule, input beside golden, and templates that must stay silent. `vitest -u` writes the goldens anew. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diffOf } from '../../src/lint/diff.ts';
import { fixAll } from '../../src/lint/fix.ts';
import { rules } from '../../src/lint/rules/index.ts';
import { lintText, shown } from './plain.ts';

const here = import.meta.dirname;
const inputs = globSync('corpus/*/*', { cwd: here })
  .filter(file => !/\.golden$|\.data\.json$/.test(file))
  .sort();

describe('every rule has a corpus', () => {
  test('and every folder a rule', () => {
    expect([...new Set(inputs.map(file => basename(dirname(file))))].sort()).toEqual(rules.map(({ id }) => id).sort());
  });
});

describe('corpus', () => {
  test.each(inputs)('%s', async file => {
    const rule = basename(dirname(file));
    const name = basename(file);
    const bytes = readFileSync(join(here, file));
    const beside = join(here, file.replace(/\.[^.]+$/, '.data.json'));
    const data = existsSync(beside) ? JSON.parse(readFileSync(beside, 'utf8')) : undefined;
    const said = await shown('stylish', [[name, bytes]], data);
    expect(said).toContain(rule);
    const fixed = await fixAll(bytes, each => lintText(name, each, data));
    const diff = fixed.bytes === undefined ? '' : `\n${diffOf(name, bytes, fixed.bytes)}`;
    await expect(said + diff).toMatchFileSnapshot(join(here, `${file}.golden`));
  });
});

describe('silent', () => {
  test.each(globSync('silent/*', { cwd: here }).sort())('%s has neither warning nor error', async file => {
    const { report } = await lintText(basename(file), readFileSync(join(here, file)));
    expect(report.unlintable).toBe(undefined);
    expect(report.links.length).toBeGreaterThan(0);
    expect(report.findings.filter(({ level }) => level !== 'info').map(({ line, rule, message }) => `${line} ${rule}: ${message}`)).toEqual([]);
  });
});

/** Where the shared corpus is, if it is there; tests of it say why they are skipped where it is not. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLong } from './long.ts';

export const corpus = process.env['SES_TRACK_CORPUS'] ?? join(import.meta.dirname, '../../shared/corpus');
export const hasCorpus = existsSync(join(corpus, 'manifest.jsonl'));
/** For a test's name. */
export const skipped = hasCorpus ? '' : ` (skipped: no corpus at ${corpus}; set SES_TRACK_CORPUS)`;

export interface ManifestLine {
  file: string;
  expected_file: string;
  lang: string;
}

export const lines = <T>(name: string): T[] =>
  readFileSync(join(corpus, name), 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as T);

/** Every template of the corpus; empty without one. */
export const templates = (): ManifestLine[] => (hasCorpus ? lines<ManifestLine>('manifest.jsonl') : []);
/** All templates where time is no matter, else every fourth, of every kind and language some. */
export const someTemplates = (): ManifestLine[] => templates().filter((_, at) => isLong || at % 4 === 0);
export const read = (name: string): Buffer => readFileSync(join(corpus, name));

/** Files of this machine; relative paths start at the working folder. */
import { randomUUID } from 'node:crypto';
import { access, appendFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Trouble } from '../../errors.ts';
import type { Files } from '../index.ts';

/** @param cwd where relative paths start */
export function nodeFiles(cwd: string): Files {
  const at = (path: string) => resolve(cwd, path);
  return {
    async read(path) {
      try {
        return new Uint8Array(await readFile(at(path)));
      } catch (error) {
        throw new Trouble('file.unreadable', `cannot read ${path}: ${why(error)}`, 'Check the path and its permissions.', { cause: error });
      }
    },
    async write(path, data) {
      const target = at(path);
      const beside = `${target}.${randomUUID()}.tmp`;
      try {
        await writeFile(beside, data);
        await rename(beside, target);
      } catch (error) {
        await rm(beside, { force: true }).catch(() => undefined);
        throw unwritable(path, error);
      }
    },
    async append(path, data) {
      try {
        await appendFile(at(path), data);
      } catch (error) {
        throw unwritable(path, error);
      }
    },
    exists: path =>
      access(at(path)).then(
        () => true,
        () => false,
      ),
    tempFolder: () => mkdtemp(join(tmpdir(), 'ses-track-')),
    remove: path => rm(at(path), { recursive: true, force: true }),
  };
}

function unwritable(path: string, error: unknown): Trouble {
  return new Trouble('file.unwritable', `cannot write ${path}: ${why(error)}`, 'Check that the folder exists, may be written and has room.', {
    cause: error,
  });
}

const words: Record<string, string> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ENOSPC: 'no space left on the disk',
  EROFS: 'the disk is read-only',
};

/** The system's error code as words. */
function why(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return words[code] ?? code;
}

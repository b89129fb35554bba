/** Files of this machine; relative paths start at the working folder. */
import { closeSync, constants, existsSync, fstatSync, openSync, promises, readSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Trouble } from '../../errors.ts';
import type { Files } from '../index.ts';
import { random } from './random.ts';

/**
 * @param cwd where relative paths start
 * @param signal ends the wait for standard input
 */
export function nodeFiles(cwd: string, signal?: AbortSignal): Files {
  const at = (path: string) => resolve(cwd, path);
  let room: Buffer = Buffer.alloc(0);
  return {
    async read(path) {
      try {
        return new Uint8Array(await promises.readFile(at(path)));
      } catch (error) {
        throw unreadable(path, error);
      }
    },
    async write(path, data, newMode) {
      // A link stays a link, and who may read the file stays as it was.
      const target = await promises.realpath(at(path)).catch(() => at(path));
      const beside = `${target}.${random.uuid()}.tmp`;
      try {
        const found = await promises.stat(target).catch(() => undefined);
        // What is renamed over /dev/null, or a pipe, takes its place: these are written to.
        if (found !== undefined && !found.isFile() && !found.isDirectory()) return await promises.writeFile(target, data);
        const mode = found?.mode ?? newMode;
        await promises.writeFile(beside, data, mode === undefined ? {} : { mode: mode & 0o777 });
        // The mode of a new file is cut by the umask, which says nothing of one that is there already or was asked for.
        if (mode !== undefined) await promises.chmod(beside, mode & 0o777);
        await promises.rename(beside, target);
      } catch (error) {
        await promises.rm(beside, { force: true }).catch(() => undefined);
        throw unwritable(path, error);
      }
    },
    async append(path, data, mode = 0o666) {
      try {
        await promises.appendFile(at(path), data, { mode });
      } catch (error) {
        throw unwritable(path, error);
      }
    },
    // At once: one look at a folder costs less than the four threads that Node starts for the first asynchronous one.
    exists: async path => existsSync(at(path)),
    readNow(path) {
      const roomFor = (size: number): Buffer => {
        if (size > room.length) room = grown(room, size);
        return room;
      };
      const failed = (error: unknown): unknown => (signal?.aborted === true ? signal.reason : unreadable(path, error));
      try {
        const length = readWhole(at(path), roomFor, signal);
        if (typeof length === 'number') return room.subarray(0, length);
        return length.then(
          there => room.subarray(0, there),
          error => Promise.reject(failed(error)),
        );
      } catch (error) {
        throw failed(error);
      }
    },
    async input() {
      const [{ addAbortSignal }, { buffer }] = await Promise.all([import('node:stream'), import('node:stream/consumers')]);
      try {
        const input = signal === undefined ? process.stdin : addAbortSignal(signal, process.stdin);
        return new Uint8Array(await buffer(input));
      } catch (error) {
        if (signal?.aborted === true) throw signal.reason;
        throw unreadable('standard input', error);
      }
    },
    kind(path) {
      const found = statSync(at(path), { throwIfNoEntry: false });
      return found === undefined ? undefined : found.isDirectory() ? 'folder' : 'file';
    },
    walk: async (folder, isWanted) => (await import('./walk.ts')).walk(cwd, folder, isWanted),
    async glob(patterns) {
      const { glob } = await import('tinyglobby');
      const found = await glob([...patterns], { cwd, ignore: ['**/node_modules/**', '**/.git/**'], expandDirectories: false, dot: false });
      return found.sort();
    },
    async tempFolder() {
      const folder = process.getBuiltinModule('node:os').tmpdir();
      try {
        return await promises.mkdtemp(join(folder, 'ses-track-'));
      } catch (error) {
        throw unwritable(folder, error);
      }
    },
    remove: path => promises.rm(at(path), { recursive: true, force: true }),
  };
}

/** Most mails and templates fit in. */
const leastRoom = 256 * 1024;

/** A larger buffer that begins with what is in the smaller one. */
function grown(room: Buffer, size: number): Buffer {
  const larger = Buffer.allocUnsafe(size);
  room.copy(larger);
  return larger;
}

/** Gives a buffer of at least that many bytes, which keeps what was read so far. */
type RoomFor = (bytes: number) => Buffer;

/**
 * Reads a file to its end, without asking how long it is: for a small file that is the fastest way.
 * @returns how many bytes were read; a promise where a named pipe has to be waited for
 */
function readWhole(path: string, roomFor: RoomFor, signal: AbortSignal | undefined): number | Promise<number> {
  // Opened without waiting: a pipe that nobody writes to would hold the program for ever, deaf even to Ctrl-C.
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  let isWaiting = false;
  try {
    const { length, state } = readOn(descriptor, 0, roomFor);
    if (state === 'ended') return length;
    isWaiting = true;
    return readPipe(descriptor, length, roomFor, signal);
  } finally {
    if (!isWaiting) closeSync(descriptor);
  }
}

interface Reading {
  /** Bytes so far. */
  length: number;
  /** A pipe is `idle` while a writer has nothing yet, and `unwritten` while there is no writer. */
  state: 'ended' | 'idle' | 'unwritten';
}

/** Reads on as long as something is there. @param from bytes read before */
function readOn(descriptor: number, from: number, roomFor: RoomFor): Reading {
  let length = from;
  try {
    for (let room = roomFor(leastRoom); ; ) {
      if (length === room.length) room = roomFor(Math.max(fstatSync(descriptor).size + 1, room.length * 2));
      const count = readSync(descriptor, room, length, room.length - length, null);
      length += count;
      if (count === 0) return { length, state: length === 0 && fstatSync(descriptor).isFIFO() ? 'unwritten' : 'ended' };
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return { length, state: 'idle' };
    throw error;
  }
}

/** A writer may begin a moment after its reader; once it has begun it may take its time. */
const writerWaitMs = 1000;
const pauseMs = 10;

async function readPipe(descriptor: number, from: number, roomFor: RoomFor, signal: AbortSignal | undefined): Promise<number> {
  const { setTimeout: pause } = process.getBuiltinModule('node:timers/promises');
  try {
    let length = from;
    for (let waited = 0; waited < writerWaitMs; ) {
      await pause(pauseMs, undefined, { signal });
      const reading = readOn(descriptor, length, roomFor);
      if (reading.state === 'ended') return reading.length;
      length = reading.length;
      waited = reading.state === 'idle' ? 0 : waited + pauseMs;
    }
    throw new Error('nobody writes to this pipe');
  } finally {
    closeSync(descriptor);
  }
}

function unreadable(path: string, error: unknown): Trouble {
  return new Trouble('file.unreadable', `cannot read ${path}: ${why(error)}`, 'Check the path and its permissions.', { cause: error });
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
  ENXIO: 'it is a socket',
  ENOTDIR: 'a part of the path is not a folder',
  ENOSPC: 'no space left on the disk',
  EROFS: 'the disk is read-only',
};

/** The system's error code as words. */
function why(error: unknown): string {
  const code = error instanceof Error ? ('code' in error ? String(error.code) : error.message) : String(error);
  return words[code] ?? code;
}

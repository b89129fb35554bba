/** Writes to stdout and stderr; where a file, a pipe or nothing is behind, without the stream that Node makes of them. */
import { fstatSync, type Stats, statSync, writeSync } from 'node:fs';
import type { Out } from './speak.ts';

export type OutName = 'stdout' | 'stderr';

/** Makes what is written to; `onError` hears what went wrong with a write, as the listeners of a stream do. */
export type OpenOut = (name: OutName, onError: (error: NodeJS.ErrnoException) => void) => Out;

/**
 * Node's stream costs a tenth of a bare start. A file, a pipe or /dev/null needs none: it takes what is written at once, or says why not.
 * @param host the process whose streams they are; Node makes one when it is first looked at
 */
export function outsOf(host: Pick<NodeJS.Process, OutName>, descriptors: Readonly<Record<OutName, number>> = { stdout: 1, stderr: 2 }): OpenOut {
  return (name, onError) => {
    const descriptor = descriptors[name];
    const stream = () => host[name].on('error', onError);
    const behind = fstatSync(descriptor);
    if (!behind.isFile() && !behind.isFIFO() && !behind.isSocket() && !isNowhere(behind)) return stream();
    let patient: NodeJS.WriteStream | undefined;
    return {
      write(text, done) {
        if (patient !== undefined) return patient.write(text, done);
        const bytes = Buffer.from(text);
        let at = 0;
        try {
          while (at < bytes.length) at += writeSync(descriptor, bytes, at);
        } catch (error) {
          const failure = error as NodeJS.ErrnoException;
          if (failure.code === 'EAGAIN') {
            // The pipe is full, and whoever made it lets nobody wait for room: Node's stream keeps the rest until there is some.
            patient = stream();
            return patient.write(bytes.subarray(at), done);
          }
          onError(failure);
          return done?.(failure);
        }
        return done?.();
      },
    };
  };
}

/** `> /dev/null`, where the exit code is all that is wanted. */
function isNowhere(behind: Stats): boolean {
  return behind.isCharacterDevice() && behind.rdev === statSync('/dev/null', { throwIfNoEntry: false })?.rdev;
}

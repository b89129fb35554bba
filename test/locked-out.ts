/** Work without the right to read some of a folder; root, who may read whatever the mode says, is somebody else meanwhile. */
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';

/** @param names of files and folders in `folder`, which may not be read while `work` runs */
export async function lockedOut(folder: string, names: readonly string[], work: () => Promise<void>): Promise<void> {
  await chmod(folder, 0o755);
  for (const name of names) await chmod(join(folder, name), 0);
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
    for (const name of names) await chmod(join(folder, name), 0o755);
  }
}

/** What a fix would change, as a unified diff. */
import { createTwoFilesPatch } from 'diff';
import { decodeFile } from './source/decode.ts';

/** @returns a patch that `git apply` takes; both sides are decoded, so a UTF-16 file's is for reading only */
export function diffOf(file: string, before: Buffer, after: Buffer): string {
  const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, text(before), text(after), undefined, undefined, { context: 2 });
  return patch.replace(/^=+\n/, '');
}

function text(bytes: Buffer): string {
  const decoded = decodeFile(bytes);
  return typeof decoded === 'string' ? bytes.toString('latin1') : (decoded.text ?? decoded.bytes.toString('utf8'));
}

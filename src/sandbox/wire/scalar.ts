/** Text and JSON forms of the scalars: numbers, booleans, timestamps, blobs. */
import type { ScalarType } from './schema.ts';
import { Malformed } from './tree.ts';

export type Scalar = string | number | boolean | Date | Uint8Array;
/** How a timestamp is written; none of the services chooses its own for a member, so the place decides. */
export type TimestampForm = 'date-time' | 'epoch-seconds' | 'http-date';

function number(text: string): number {
  if (text === 'NaN' || text === 'Infinity' || text === '-Infinity') return Number(text);
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new Malformed(`"${text}" is not a number`);
  return value;
}

function date(milliseconds: number, from: unknown): Date {
  const value = new Date(milliseconds);
  if (Number.isNaN(value.getTime())) throw new Malformed(`"${from}" is not a timestamp`);
  return value;
}

function boolean(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw new Malformed(`"${text}" is not a boolean`);
  return text === 'true';
}

function blob(text: string): Uint8Array {
  const clean = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(clean)) throw new Malformed('a blob is not base64');
  return new Uint8Array(Buffer.from(clean, 'base64'));
}

/** A scalar from XML, a form, a header, a label or a query. */
export function scalarFromText(type: ScalarType, text: string): Scalar {
  switch (type) {
    case 'string':
      return text;
    case 'number':
      return number(text);
    case 'boolean':
      return boolean(text.trim());
    case 'blob':
      return blob(text);
    case 'timestamp':
      return date(/^-?\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text), text);
  }
}

/** A scalar for XML, a header: what `scalarFromText` reads. The value has been checked. */
export function scalarToText(value: unknown, timestamp: TimestampForm): string {
  if (value instanceof Date) {
    if (timestamp === 'http-date') return value.toUTCString();
    return timestamp === 'date-time' ? value.toISOString().replace('.000Z', 'Z') : String(value.getTime() / 1000);
  }
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : String(value);
}

/** A scalar from parsed JSON. */
export function scalarFromJson(type: ScalarType, value: unknown): Scalar {
  if (type === 'number' && typeof value === 'string') {
    if (value !== 'NaN' && value !== 'Infinity' && value !== '-Infinity') throw new Malformed('STRING_VALUE cannot be converted to a number');
    return Number(value);
  }
  if (type === 'number' && typeof value === 'number') return value;
  if (type === 'boolean' && typeof value === 'boolean') return value;
  if (type === 'string' && typeof value === 'string') return value;
  if (type === 'blob' && typeof value === 'string') return blob(value);
  if (type === 'timestamp' && typeof value === 'number') return date(Math.round(value * 1000), value);
  throw new Malformed(`${typeof value} cannot be converted to a ${type}`);
}

/** A scalar as JSON holds it. The value has been checked. */
export function scalarToJson(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

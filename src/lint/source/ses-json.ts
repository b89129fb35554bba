/** Reads an SES template from JSON, in any of the shapes that SES takes or gives, each part knowing where it stands in the file. */
import type { LanguageId } from '../templates/language.ts';
import { type OffsetMap, offsetMap } from './offsets.ts';
import type { Part } from './source.ts';

/**
 * AWS: CreateTemplate has Template.{SubjectPart, TextPart, HtmlPart}; CreateEmailTemplate has TemplateContent.{Subject, Text, Html};
 * SendEmail's simple content has {Subject, Body.Text, Body.Html}.Data. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_EmailTemplateContent.html
 */
const media: Readonly<Record<string, string>> = {
  HtmlPart: 'text/html',
  Html: 'text/html',
  TextPart: 'text/plain',
  Text: 'text/plain',
  SubjectPart: 'text/plain',
  Subject: 'text/plain',
};

/** Whether a JSON file may hold an SES template; a cheap look that spares other JSON files. */
export function maySesJson(bytes: Buffer): boolean {
  return ['"HtmlPart"', '"TextPart"', '"TemplateContent"', '"Html"'].some(key => bytes.indexOf(key) !== -1);
}

/**
 * @param text the file
 * @returns the template's parts in file order, or a sentence that says why there are none
 */
export function readSesJson(text: string, language: LanguageId): Part[] | string {
  const json = text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text;
  let whole: unknown;
  try {
    whole = JSON.parse(json);
  } catch (error) {
    return `it is not JSON (${error instanceof Error ? error.message : 'it cannot be parsed'})`;
  }
  // Of a key that stands there twice the last one counts, as it does for whoever reads the file.
  const last = new Map<string, Found>();
  for (const found of strings(json)) {
    if (mediaOf(found.path) === undefined) continue;
    const keys = JSON.stringify(found.path);
    last.delete(keys);
    last.set(keys, found);
  }
  const parts: Part[] = [];
  for (const { path, start, end } of last.values()) {
    const value = valueAt(whole, path);
    if (value === undefined) continue;
    // Made when the first place is asked for: a template without findings never needs it.
    let map: OffsetMap | undefined;
    parts.push({
      name: path.join('.'),
      media: mediaOf(path) ?? '',
      language,
      bytes: Buffer.from(value),
      ...(value.isWellFormed() ? {} : { text: value }),
      toFile: offset => {
        map ??= mapString(json, start, end);
        return map.at(offset);
      },
    });
  }
  if (parts.length === 0) return 'it holds no SES template (no HtmlPart, Html, TextPart or Text)';
  return parts;
}

/** A string value: the keys that lead to it, and where it stands between its quotes. */
interface Found {
  path: readonly (string | number)[];
  start: number;
  end: number;
}

/** What a value at the end of these keys is to SES; undefined where it is nothing. */
function mediaOf(path: Found['path']): string | undefined {
  const key = path[path.length - 1];
  const name = key === 'Data' ? path[path.length - 2] : key;
  return typeof name === 'string' && Object.hasOwn(media, name) ? media[name] : undefined;
}

/** The string that keys lead to; undefined where an outer key stands there twice, and the last one leads elsewhere. */
function valueAt(whole: unknown, path: Found['path']): string | undefined {
  let value = whole;
  for (const key of path) value = value instanceof Object && Object.hasOwn(value, key) ? value[key as keyof typeof value] : undefined;
  return typeof value === 'string' ? value : undefined;
}

interface Frame {
  key: string | number;
  isArray: boolean;
}

/** Every string value of valid JSON with the keys that lead to it; offsets are those between the quotes. */
function* strings(json: string): Generator<Found> {
  const stack: Frame[] = [];
  let expectsKey = false;
  for (let at = 0; at < json.length; at++) {
    const character = json.charCodeAt(at);
    const top = stack[stack.length - 1];
    if (character === 0x22) {
      const end = stringEnd(json, at + 1);
      if (expectsKey && top !== undefined) {
        top.key = String(JSON.parse(json.slice(at, end + 1)));
        expectsKey = false;
      } else if (stack.length <= depthLimit) yield { path: stack.map(({ key }) => key), start: at + 1, end };
      at = end;
    } else if (character === 0x7b || character === 0x5b) {
      stack.push({ key: 0, isArray: character === 0x5b });
      expectsKey = character === 0x7b;
    } else if (character === 0x7d || character === 0x5d) {
      stack.pop();
      expectsKey = false;
    } else if (character === 0x2c && top !== undefined) {
      if (top.isArray) top.key = Number(top.key) + 1;
      else expectsKey = true;
    }
  }
}
/** No template stands deeper. */
const depthLimit = 12;

/** Where the string ends whose text begins at `from`: at the first quote behind an even number of backslashes. */
function stringEnd(json: string, from: number): number {
  for (let at = json.indexOf('"', from); at !== -1; at = json.indexOf('"', at + 1)) {
    let before = at;
    while (before > from && json.charCodeAt(before - 1) === 0x5c) before--;
    if ((at - before) % 2 === 0) return at;
  }
  return json.length;
}

/** The way back from a string's value: each escape is one UTF-16 unit. */
function mapString(json: string, start: number, end: number): OffsetMap {
  const map = offsetMap();
  map.add(0, start);
  let length = 0;
  for (let at = start; at < end; ) {
    const slash = json.indexOf('\\', at);
    const run = slash === -1 || slash > end ? end : slash;
    length += run - at;
    if (run === end) break;
    map.add(length, run);
    at = run + (json.charCodeAt(run + 1) === 0x75 ? 6 : 2);
    map.add(++length, at);
  }
  return map;
}

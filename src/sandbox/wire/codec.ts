/** Values to and from JSON and XML trees, led by their shapes. Reading is total (a Malformed); writing takes checked values. */
import { scalarFromJson, scalarFromText, scalarToJson, scalarToText } from './scalar.ts';
import type { Member, Shape, StructShape } from './schema.ts';
import { type Element, escapeXml, Malformed } from './tree.ts';

export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Uint8Array);
}

/** @param json parsed, of a request; members that the shape does not know are dropped, as AWS does; so are nulls */
export function fromJson(shape: Shape, json: unknown): unknown {
  switch (shape.type) {
    case 'list':
      if (!Array.isArray(json)) throw new Malformed(`${typeof json} cannot be converted to a list`);
      return json.filter(one => one !== null).map(one => fromJson(shape.member.shape, one));
    case 'map':
      if (!isFields(json)) throw new Malformed(`${typeof json} cannot be converted to a map`);
      return Object.fromEntries(Object.entries(json).flatMap(([key, one]) => (one === null ? [] : [[key, fromJson(shape.value.shape, one)]])));
    case 'structure':
    case 'union':
      if (!isFields(json)) throw new Malformed(`${typeof json} cannot be converted to ${shape.name}`);
      return fieldsFromJson(shape.members, json);
    default:
      return scalarFromJson(shape.type, json);
  }
}

export function fieldsFromJson(members: readonly Member[], json: Fields): Fields {
  const found: [string, unknown][] = [];
  for (const { name, shape } of members) {
    const value = Object.hasOwn(json, name) ? json[name] : undefined;
    if (value !== undefined && value !== null) found.push([name, fromJson(shape, value)]);
  }
  return Object.fromEntries(found);
}

export function toJson(shape: Shape, value: unknown): unknown {
  switch (shape.type) {
    case 'list':
      return Array.isArray(value) ? value.map(one => toJson(shape.member.shape, one)) : [];
    case 'map':
      return Object.fromEntries(Object.entries(isFields(value) ? value : {}).map(([key, one]) => [key, toJson(shape.value.shape, one)]));
    case 'structure':
    case 'union':
      return fieldsToJson(shape.members, isFields(value) ? value : {});
    default:
      return scalarToJson(value);
  }
}

export function fieldsToJson(members: readonly Member[], value: Fields): Fields {
  return Object.fromEntries(members.flatMap(({ name, shape }) => (value[name] === undefined ? [] : [[name, toJson(shape, value[name])]])));
}

function elementName(member: Member): string {
  return member.traits.xmlName ?? member.name;
}

function mapFromElements(key: Member, value: Member, pairs: readonly Element[]): Fields {
  const found: [string, unknown][] = [];
  for (const pair of pairs) {
    const name = pair.children.find(one => one.name === elementName(key));
    const content = pair.children.find(one => one.name === elementName(value));
    if (name === undefined || content === undefined) throw new Malformed('a map entry lacks its key or its value');
    found.push([name.text, fromElement(value.shape, content)]);
  }
  return Object.fromEntries(found);
}

function fromElement(shape: Shape, element: Element): unknown {
  switch (shape.type) {
    case 'list':
      return element.children.filter(one => one.name === elementName(shape.member)).map(one => fromElement(shape.member.shape, one));
    case 'map':
      return mapFromElements(
        shape.key,
        shape.value,
        element.children.filter(one => one.name === 'entry'),
      );
    case 'structure':
    case 'union':
      return fieldsFromElement(shape.members, element);
    default:
      return scalarFromText(shape.type, element.text);
  }
}

/** The members of a structure, from the children of its element. */
export function fieldsFromElement(members: readonly Member[], element: Element): Fields {
  const found: [string, unknown][] = [];
  for (const member of members) {
    const { shape } = member;
    const mine = element.children.filter(one => one.name === elementName(member));
    const [first] = mine;
    if (first === undefined) continue;
    if (member.traits.flattened && shape.type === 'list') found.push([member.name, mine.map(one => fromElement(shape.member.shape, one))]);
    else if (member.traits.flattened && shape.type === 'map') found.push([member.name, mapFromElements(shape.key, shape.value, mine)]);
    else found.push([member.name, fromElement(shape, first)]);
  }
  return Object.fromEntries(found);
}

/** `<name>…</name>`, with the namespace where one is given. */
export function wrap(name: string, content: string, xmlns?: string): string {
  return `<${name}${xmlns === undefined ? '' : ` xmlns="${xmlns}"`}>${content}</${name}>`;
}

function entriesToXml(name: string, key: Member, value: Member, fields: Fields): string {
  return Object.entries(fields)
    .map(([one, content]) => wrap(name, wrap(elementName(key), escapeXml(one)) + wrap(elementName(value), contentToXml(value.shape, content))))
    .join('');
}

/** What stands between an element's tags. */
export function contentToXml(shape: Shape, value: unknown): string {
  switch (shape.type) {
    case 'list':
      return listToXml(elementName(shape.member), shape.member.shape, value);
    case 'map':
      return entriesToXml('entry', shape.key, shape.value, isFields(value) ? value : {});
    case 'structure':
    case 'union':
      return fieldsToXml(shape, isFields(value) ? value : {});
    default:
      return escapeXml(scalarToText(value, 'date-time'));
  }
}

function listToXml(name: string, shape: Shape, value: unknown): string {
  return Array.isArray(value) ? value.map(one => wrap(name, contentToXml(shape, one))).join('') : '';
}

/** The members of a structure as elements. */
export function fieldsToXml(shape: Pick<StructShape, 'members'>, value: Fields): string {
  return shape.members
    .filter(member => value[member.name] !== undefined)
    .map(member => {
      const name = elementName(member);
      const content = value[member.name];
      if (member.traits.flattened && member.shape.type === 'list') return listToXml(name, member.shape.member.shape, content);
      if (member.traits.flattened && member.shape.type === 'map')
        return entriesToXml(name, member.shape.key, member.shape.value, isFields(content) ? content : {});
      return wrap(name, contentToXml(member.shape, content));
    })
    .join('');
}

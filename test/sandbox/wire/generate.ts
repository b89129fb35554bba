/** Random values of a shape, the same for the same seed, hostile where the protocol can carry it. */
import { limits } from '../../../src/sandbox/wire/limits.ts';
import type { Member, Model, Shape } from '../../../src/sandbox/wire/schema.ts';

export type Dice = () => number;

/** Mulberry32: small, good enough, and the same everywhere. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Generate {
  model: Model;
  roll: Dice;
  /** Members that a client treats on its own: `sesv2 EndpointId` chooses another signature. */
  skip?: ReadonlySet<string>;
}

const plain = 'abcXYZ019-_';
const wild = [
  '&',
  '<',
  '>',
  '"',
  "'",
  ' ',
  '\n',
  '\r',
  '\t',
  '%2F',
  '%',
  '+',
  '=',
  '?',
  '#',
  '/',
  'é',
  '漢',
  '😀',
  '\u2028',
  ']]>',
  '&amp;',
  '\\',
  '{',
  '.',
  ';',
];

function below(roll: Dice, limit: number): number {
  return Math.floor(roll() * limit);
}

function word(roll: Dice, least: number): string {
  return Array.from({ length: least + below(roll, 8) }, () => plain[below(roll, plain.length)]).join('');
}

function text(roll: Dice, place: 'body' | 'label' | 'header' | 'query'): string {
  if (place === 'header') return `h${word(roll, 1)}`;
  if (place === 'label')
    return `l${Array.from({ length: 1 + below(roll, 6) }, () => (roll() < 0.5 ? word(roll, 1) : wild[below(roll, wild.length)])).join('')}`;
  const size = below(roll, 6);
  const written = Array.from({ length: size }, () => (roll() < 0.5 ? word(roll, 1) : wild[below(roll, wild.length)])).join('');
  // The SDK's XML reader drops an element's text where it is nothing but white space.
  return written.trim() === '' ? written.trim() : written;
}

function placeOf({ traits }: Member): 'body' | 'label' | 'header' | 'query' {
  if (traits.label) return 'label';
  if (traits.header !== undefined) return 'header';
  return traits.query === undefined ? 'body' : 'query';
}

/** @returns a value that the wire must carry unchanged in either direction */
export function generate(how: Generate, shape: Shape, member?: Member, depth = 0): unknown {
  const { roll, model } = how;
  const place = member === undefined ? 'body' : placeOf(member);
  switch (shape.type) {
    case 'string':
      return text(roll, place);
    case 'number':
      return below(roll, 2) === 0 ? below(roll, 1000) : below(roll, 2_000_000_000);
    case 'boolean':
      return roll() < 0.5;
    case 'timestamp':
      return new Date(Date.UTC(2020, 0, 1) + below(roll, 10 ** 8) * 1000 + (place === 'body' && below(roll, 2) ? below(roll, 1000) : 0));
    case 'blob':
      return Uint8Array.from({ length: below(roll, 40) }, () => below(roll, 256));
    case 'list':
      return Array.from({ length: depth > 6 ? 1 : 1 + below(roll, 3) }, () => generate(how, shape.member.shape, member, depth + 1));
    case 'map':
      return Object.fromEntries(
        Array.from({ length: 1 + below(roll, 3) }, (_, at) => [`${word(roll, 1)}${at}`, generate(how, shape.value.shape, undefined, depth + 1)]),
      );
    case 'union': {
      const finite = depth > 4 ? shape.members.filter(one => !('members' in one.shape) && one.shape.type !== 'list') : shape.members;
      const choices = finite.length > 0 ? finite : shape.members;
      const one = choices[below(roll, choices.length)];
      return one === undefined ? {} : { [one.name]: generate(how, one.shape, one, depth + 1) };
    }
    case 'structure': {
      const chosen = shape.members.filter(
        one =>
          !how.skip?.has(one.name) && (one.required || one.traits.label || one.traits.idempotencyToken || (depth < 6 && roll() < 0.7 - depth / 12)),
      );
      // A form cannot say "an empty structure": it has no keys.
      const [first] = shape.members;
      if (chosen.length === 0 && first !== undefined && depth > 0) chosen.push(first);
      return Object.fromEntries(chosen.map(one => [one.name, limited(how, shape.name, one, model, depth)]));
    }
  }
}

function limited(how: Generate, structure: string, member: Member, model: Model, depth: number): unknown {
  const limit = limits[model.service.name]?.[`${structure}.${member.name}`];
  const { roll } = how;
  if (limit?.oneOf !== undefined) {
    const values = model.enums.get(limit.oneOf) ?? [];
    const one = values[below(roll, values.length)];
    return member.shape.type === 'list' ? [one] : one;
  }
  if (limit !== undefined && member.shape.type === 'string') return word(roll, 1).replace(/-/g, '_');
  if (limit?.max !== undefined && member.shape.type === 'number') return Math.max(limit.min ?? 0, 1) + below(roll, 100);
  return generate(how, member.shape, member, depth + 1);
}

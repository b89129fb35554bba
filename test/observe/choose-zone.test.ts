/** Which hosted zone a domain's records belong into. */
import { expect, test } from 'vitest';
import { chooseZone } from '../../src/observe/choose-zone.ts';

const zone = (name: string, isPrivate = false, id = name) => ({ id, name, isPrivate });
const chosen = (domain: string, ...zones: ReturnType<typeof zone>[]) => {
  const choice = chooseZone(domain, zones);
  return choice.kind === 'zone' ? `${choice.zone.id}${choice.isApex ? ' (apex)' : ''}` : choice.kind;
};

test('the longest public zone that the domain ends with is taken, by whole labels', () => {
  const zones = [zone('example.com.'), zone('mail.example.com.'), zone('e.com.'), zone('xample.com.')];
  expect(chosen('click.mail.example.com', ...zones)).toBe('mail.example.com.');
  expect(chosen('click.example.com', ...zones)).toBe('example.com.');
  expect(chosen('Click.Example.COM.', ...zones)).toBe('example.com.');
});

test('under co.uk the zone of the last two labels is not taken for the domain’s own', () => {
  expect(chosen('click.example.co.uk', zone('example.co.uk.'), zone('other.co.uk.'))).toBe('example.co.uk.');
  expect(chosen('click.example.co.uk', zone('example.com.'), zone('other.co.uk.'))).toBe('none');
  expect(chosen('click.example.co.uk', zone('co.uk.'), zone('example.co.uk.'))).toBe('example.co.uk.');
});

test('the zone’s own name is its apex', () => {
  expect(chosen('example.com', zone('example.com.'))).toBe('example.com. (apex)');
  expect(chosen('notexample.com', zone('example.com.'))).toBe('none');
});

test('two public zones of the same name are ambiguous, and both are told', () => {
  const zones = [zone('example.com.', false, 'Z1'), zone('example.com.', false, 'Z2'), zone('com.', false, 'Z3')];
  expect(chooseZone('click.example.com', zones)).toEqual({ kind: 'ambiguous', zones: zones.slice(0, 2) });
});

test('a private zone never wins over a public one, and alone it is told as such', () => {
  expect(chosen('click.example.com', zone('example.com.'), zone('click.example.com.', true), zone('example.com.', true, 'P'))).toBe('example.com.');
  const inner = zone('example.com.', true);
  expect(chooseZone('click.example.com', [inner])).toEqual({ kind: 'private-only', zones: [inner] });
});

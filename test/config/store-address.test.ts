/** Where events are kept when nobody says so on the command line. */
import { expect, test } from 'vitest';
import { storeAddress } from '../../src/config/store-address.ts';

const config = (store: string | undefined, origin = 'file ses-track.yaml:3', file: string | undefined = '/srv/mail/ses-track.yaml') => ({
  file,
  settings: store === undefined ? {} : { listen: { store } },
  origin: store === undefined ? {} : { 'listen.store': origin },
});

test.each([
  ['a flag wins and is taken as it is', 'sqlite:x.db', config('sqlite:y.db'), {}, 'sqlite:x.db'],
  ['a file that the config names lies beside the config', undefined, config('sqlite:events.db'), {}, 'sqlite:/srv/mail/events.db'],
  ['an absolute one stays', undefined, config('sqlite:/var/events.db'), {}, 'sqlite:/var/events.db'],
  ['memory is no file', undefined, config('sqlite::memory:'), {}, 'sqlite::memory:'],
  ['what a variable names starts at the working folder', undefined, config('sqlite:e.db', 'environment SES_TRACK_LISTEN_STORE'), {}, 'sqlite:e.db'],
  ["then the user's data folder", undefined, config(undefined), { XDG_DATA_HOME: '/data', HOME: '/home/ann' }, 'sqlite:/data/ses-track/events.db'],
  ['or the usual place for it', undefined, config(undefined), { HOME: '/home/ann' }, 'sqlite:/home/ann/.local/share/ses-track/events.db'],
])('%s', (_, flag, settings, env, address) => {
  expect(storeAddress(flag, settings, env)).toBe(address);
});

test('without a home there is no default', () => {
  expect(() => storeAddress(undefined, config(undefined), {})).toThrow('there is no home folder to keep events in');
});

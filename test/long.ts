/** Two lengths of the suite: `npm test` in under a minute, `npm run test:all` with witnesses and every case. */

export const isLong = process.env['SES_TRACK_LONG'] === '1';

/** How often a property is tried: so many times where time is no matter, else a fifth of it. */
export const runs = (all: number): number => (isLong ? all : Math.ceil(all / 5));

/** Why a long test did not run; for its name. */
export const onlyLong = isLong ? '' : ' (skipped: only under npm run test:all)';

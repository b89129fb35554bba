/** Two lengths of the suite: `npm test` in under a minute, `npm run test:all` with witnesses and every case. */

export const isLong = process.env['SES_TRACK_LONG'] === '1';

/** Why a long test did not run; for its name. */
export const onlyLong = isLong ? '' : ' (skipped: only under npm run test:all)';

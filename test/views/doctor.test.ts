/** How the doctor's screen looks in a narrow terminal: sentences break between words, a command stays one line. */
import { expect, test } from 'vitest';
import { paint } from '../../src/cli/paint.ts';
import { problem, unknown } from '../../src/doctor/check.ts';
import type { Finding } from '../../src/doctor/run.ts';
import { doctorResult, doctorText } from '../../src/views/doctor.ts';

const mend = 'ses-track setup --domain click.example.test --webhook https://hooks.example.com/ses --queue inbox';
const findings: Finding[] = [
  {
    ...problem('events', 'event destination ses-track of ses-track lists click and open, which is not wished', {
      means: 'That alone has SES rewrite the links of everything sent with ses-track.',
      mend,
    }),
    ...{ check: 'unasked-tracking', hop: 'set' },
  },
  { ...unknown('the credentials may not ses:GetAccount', { means: 'Allow it.' }), check: 'enforcement', hop: 'account' },
];
const result = doctorResult({ region: 'us-east-1', deployment: 'default' }, findings);

test('in 60 columns no word is broken, and the command can be copied', () => {
  expect(doctorText(result, { showsAll: false, paint: paint(false), columns: 60 })).toBe(`✖ event destination ses-track of ses-track lists click and
  open, which is not wished  unasked-tracking
  That alone has SES rewrite the links of everything sent
  with ses-track.
  mend: ${mend}

? the credentials may not ses:GetAccount  enforcement
  Allow it.`);
});

test('who says it stands on a line of its own where there is no room', () => {
  expect(doctorText(result, { showsAll: false, paint: paint(false), columns: 84 })).toContain('is not wished\n  unasked-tracking\n');
});

test('to a file nothing is wrapped', () => {
  const text = doctorText(result, { showsAll: false, paint: paint(false) });
  expect(text).toContain('✖ event destination ses-track of ses-track lists click and open, which is not wished  unasked-tracking\n');
});

/** Rules that know links by their words: each word alone is enough, and its neighbours are not. */
import { describe, expect, test } from 'vitest';
import { lintText } from '../plain.ts';

const found = async (html: string, name = 'page.html'): Promise<string[]> =>
  (await lintText(name, html)).report.findings.map(({ rule, level }) => `${level} ${rule}`);
const link = (url: string, attributes = ''): string => `<a href="${url}"${attributes}>x</a>`;

describe('tracked-secret', () => {
  const purposes = [
    ...['magic-link', 'magiclink', 'passwordless', 'reset-password', 'forgot_password', 'recover/password', 'changePassword', 'set-my-password'],
    ...[
      'newpassword',
      'edit-password',
      'password-reset',
      'password/recover',
      'password_change',
      'password/edit',
      'password-new',
      'pwd-reset',
      'pwreset',
    ],
    ...['pw-reset', 'verify-email', 'verification/account', 'confirm-address', 'confirmation_user', 'activate/account', 'activation-identity'],
    ...['validate-registration', 'confirm-sign-up', 'verify_signup', 'email-verify', 'e-mail/verification', 'account/confirm', 'email_confirmation'],
    ...['account-activation', 'sign-in/verify', 'signin-link', 'sign_in_token', 'sign-in-with', 'login-link', 'log-in/token', 'log_in_verify'],
    ...[
      'one-time',
      'onetime',
      'otp',
      'accept-invite',
      'accept_invitation',
      'invite/accept',
      'invitation-token',
      'unlock-account',
      'account-recovery',
    ],
  ];
  test.each(purposes)('%s with a token is told of', async purpose => {
    expect(await found(link(`https://www.example.com/${purpose}?token=1`))).toEqual(['info tracked-secret']);
    expect(await found(link(`https://www.example.com/${purpose}?page=1`))).toEqual([]);
  });

  test.each(['token', 'reset_token', 'otp', 'secret', 'ticket', 'nonce', 'magic', 'signature', 'sig', 'jwt', 'code', 'user.code'])(
    '%s= is a secret',
    async name => expect(await found(link(`https://www.example.com/reset-password?a=1&amp;${name}=1`))).toEqual(['info tracked-secret']),
  );

  test.each(['', '/', '?a=b', '#a'])('so is a long word before "%s", a shorter one is not', async behind => {
    expect(await found(link(`https://www.example.com/reset-password/${'a'.repeat(24)}${behind}`))).toEqual(['info tracked-secret']);
    expect(await found(link(`https://www.example.com/reset-password/${'a'.repeat(23)}${behind}`))).toEqual([]);
  });

  test.each([
    ['no purpose', link('https://www.example.com/p?token=1')],
    ['SES is asked not to track', link('https://www.example.com/otp?token=1', ' ses:no-track')],
    ['an address that SES does not track', link('/otp?token=1')],
  ])('%s: silent', async (_, html) => expect((await found(html)).filter(each => each.endsWith('tracked-secret'))).toEqual([]));

  test('where ses:no-track says the opposite, that is the finding', async () =>
    expect(await found(link('https://www.example.com/otp?token=1', ' ses:no-track="false"'))).toEqual(['warning no-track-value']));
});

describe('tracked-unsubscribe', () => {
  test.each([
    ...[
      'unsubscribe',
      'unsub',
      'unsubscription',
      'unsubscribe_url',
      'unsubscribeCampaignUrl',
      'unsublink',
      'opt-out',
      'optout',
      'opt_out',
      'list-unsub',
    ],
    ...['abmelden', 'desabonnement', 'desabonner', 'desinscription', 'cancel-subscription', 'cancel_subscription'],
  ])('%s is told of', async word => {
    expect(await found(link(`https://www.example.com/${word}`))).toEqual(['info tracked-unsubscribe']);
    expect(await found(link(`https://www.example.com/${word}`, ' ses:no-track="false"'))).toEqual(['warning no-track-value']);
  });

  test.each(['subscribe', 'unsubscribed-users-report', 'optoutdoor', 'options'])('%s is not', async word =>
    expect(await found(link(`https://www.example.com/${word}`))).toEqual([]),
  );
});

describe('unencoded-variable', () => {
  const levels = async (url: string) => (await found(link(url), 'mail.hbs')).filter(each => each.endsWith('unencoded-variable'));
  const safe =
    'id ids uid uuid guid pk key token code otp pin hash sig signature digest hmac number no num nr count index page year month day date timestamp ts slug handle locale lang language country currency version width height size port quantity qty host hostname domain subdomain';
  test.each(safe.split(' '))('%s is nearly always safe as it is', async word => {
    expect(await levels(`https://www.example.com/?a={{user.${word}}}`)).toEqual(['info unencoded-variable']);
    expect(await levels(`https://www.example.com/?a={{first_${word}_name}}`)).toEqual(['warning unencoded-variable']);
  });

  test.each(['path', 'url', 'uri', 'link', 'href', 'params', 'querystring'])('%s goes on with a path, but stands in no query', async word => {
    expect(await levels(`https://www.example.com/{{user_${word}}}`)).toEqual(['info unencoded-variable']);
    expect(await levels(`https://www.example.com/?a={{user_${word}}}`)).toEqual(['warning unencoded-variable']);
  });
});

describe('cut-short', () => {
  test.each(['download', 'hidden', 'autofocus', 'inert', 'itemscope', 'ses:no-track', 'data-x', 'aria-y', 'mc:z', 'v-if', 'x-show', 'class=a', '/'])(
    '%s is an attribute',
    async word => expect(await found(`<a href=https://www.example.com/a ${word}>x</a>`)).toEqual([]),
  );
  test.each(['b', 'c.pdf', 'database', 'downloads'])('%s is the rest of the address', async word =>
    expect(await found(`<a href=https://www.example.com/a ${word}>x</a>`)).toEqual(['warning cut-short']),
  );
});

describe('one attribute in a whole document is not overlooked', () => {
  test.each([
    ...['aws-ses-no-track', 'amazon-ses-notrack', 'data-ses-no-track', 'no-track', 'notracking', 'ses-no-track', 'ses:notrack', 'x-ses-no-track'].map(
      name => [name, 'misspelt-attribute'],
    ),
    ...['clicktracking="off"', 'data-msys-clicktrack="0"', 'disable-tracking="true"', 'mc:disable-tracking', 'data-pm-no-track'].map(name => [
      name,
      'foreign-no-track',
    ]),
    ['ses:tags="a"', 'bad-tags'],
    ['ses:custom-path="a b"', 'bad-custom-path'],
  ])('%s', async (attribute, rule) =>
    expect(await found(`<p>x</p><a class="y" href="https://www.example.com/" ${attribute}>x</a>`)).toEqual([`warning ${rule}`]),
  );
});

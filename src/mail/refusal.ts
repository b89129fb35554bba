/** What to do when SES refuses a message. Pure. */

/** @param name AWS's own name of the error @param text its words @returns one imperative sentence, or empty */
export function sendHint(name: string, text: string): string {
  if (/not verified/i.test(text))
    return 'Verify the address or its domain in SES in this region; while the account is in the SES sandbox, recipients too, except those of --simulate.';
  if (name === 'NotFoundException' || /configuration set .*(does not exist|not found)/i.test(text))
    return 'Make the configuration set with ses-track setup, or name another with --config-set.';
  if (name === 'MailFromDomainNotVerifiedException') return 'Mend the MX and SPF records of the MAIL FROM domain.';
  if (name === 'AccountSuspendedException') return 'Ask AWS support: sending is suspended for the whole account.';
  if (name === 'SendingPausedException') return 'Switch sending on again for the account or the configuration set.';
  return '';
}

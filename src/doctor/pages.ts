/** The page of each check, as it stands in docs/checks: --explain shows it. */
import accountSending from '../../docs/checks/account-sending.md?raw';
import credentials from '../../docs/checks/credentials.md?raw';

export const pages: Record<string, string> = {
  'account-sending': accountSending,
  credentials,
};

/** Confirms a subscription: through the API where there are credentials, else through the link, if the link leads to SNS. */
import { Trouble } from '../errors.ts';
import type { Handshake } from '../events/envelope.ts';
import { isSandboxAddress, pinnedToSns } from '../events/signature.ts';
import type { Handler } from '../outside/index.ts';

/** How it was done. */
export type Confirmed = 'api' | 'link';

export interface ConfirmSettings {
  /** ConfirmSubscription with AuthenticateOnUnsubscribe; throws Trouble. */
  api: (handshake: Handshake) => Promise<void>;
  web: Handler;
  /** A link to this machine is followed, too; and where the API is AWS's own (`isApiSandbox` false), it is the only way there. */
  isSandboxTrusted: boolean;
  isApiSandbox: boolean;
}

const noPermission = new Set(['aws.credentials', 'aws.denied']);

/**
 * AWS: only the API can make unsubscribing ask for credentials; through the link, whoever has an UnsubscribeURL can end the subscription.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html
 * @throws Trouble where neither way works
 */
export function confirmer(settings: ConfirmSettings): (handshake: Handshake) => Promise<Confirmed> {
  const { api, web, isSandboxTrusted, isApiSandbox } = settings;
  const throughLink = async ({ subscribeUrl, topicArn }: Handshake): Promise<Confirmed> => {
    const url = isSandboxTrusted && isSandboxAddress(subscribeUrl) ? new URL(subscribeUrl) : pinnedToSns(subscribeUrl, topicArn);
    if (url === undefined) throw new Trouble('aws.refused', "the link to confirm is not at SNS's own address in the topic's region");
    const { status } = await web(new Request(url));
    if (status !== 200) throw new Trouble('aws.refused', `the link to confirm answered HTTP ${status}`);
    return 'link';
  };
  return async handshake => {
    const isSandbox = isSandboxTrusted && isSandboxAddress(handshake.subscribeUrl);
    if (isSandbox && !isApiSandbox) return throughLink(handshake);
    try {
      await api(handshake);
      return 'api';
    } catch (error) {
      if (!(error instanceof Trouble && noPermission.has(error.code))) throw error;
      return throughLink(handshake);
    }
  };
}

/** What the sandbox's own address answers: the AWS wire, the tracking host, the inbox and the signing certificate, told apart by path. */
import type { Handler } from '../outside/index.ts';
import { signingPage } from './aws/sns.ts';
import { inbox } from './inbox.ts';
import { isTrackingPath, trackingHost } from './tracking-host.ts';
import { httpFace } from './wire/faces.ts';
import type { Wire } from './wire/wire.ts';
import type { World } from './world.ts';

const welcome = (url: string): string => `This is the ses-track sandbox: an AWS account in memory. Nothing here reaches AWS or a real mailbox.

  AWS endpoint   ${url}   (SESv2, SNS, SQS, STS, ACM, CloudFront, Route 53; any credentials)
  Inbox          ${url}/inbox.json

Every link in the inbox has an address on this server under "visit": open it and the sandbox counts a click.
`;

/** @param wire the AWS wire of that same world */
export function face(world: World, wire: Wire): Handler {
  const aws = httpFace(wire);
  const tracking = trackingHost(world);
  return async (request, peer) => {
    const path = (peer?.target ?? new URL(request.url).pathname).replace(/^https?:\/\/[^/]*/i, '').split('?')[0] ?? '';
    if (isTrackingPath(path)) return tracking(request, peer);
    const isSigned = request.headers.has('authorization');
    if (request.method === 'GET' && !isSigned) {
      if (path === '/inbox.json') return Response.json({ mails: inbox(world) });
      const page = await signingPage(world, request);
      if (page !== undefined) return page;
      if (path === '/' && new URL(request.url).search === '') return new Response(welcome(world.url));
    }
    return aws(request, peer);
  };
}

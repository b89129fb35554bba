/** The key that signs this account's SNS messages, and its certificate, served under the path that messages name. */
import { generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { World } from '../../world.ts';
import { selfSigned } from '../certificate.ts';

export interface Signer {
  /** PEM. */
  certificate: string;
  /** `/SimpleNotificationService-….pem`, below the world's address. */
  path: string;
  /** Base64 of the signature; version 1 is SHA1withRSA, 2 is SHA256withRSA. */
  sign(text: string, version: '1' | '2'): string;
}

const dayMs = 86_400_000;
const signers = new WeakMap<World, Promise<Signer>>();

let pair: Promise<{ privateKey: KeyObject; publicKey: KeyObject }> | undefined;

/** One pair a process: making it takes a tenth of a second, and a second account in memory gains nothing by its own. */
function keyPair() {
  pair ??= promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return pair;
}

async function makeSigner(world: World): Promise<Signer> {
  const { privateKey, publicKey } = await keyPair();
  const now = world.clock.now();
  const certificate = selfSigned({
    name: 'sns.amazonaws.com',
    privateKey,
    publicKey,
    notBefore: now - dayMs,
    notAfter: now + 365 * dayMs,
    serial: world.random.bytes(16),
  });
  return {
    certificate,
    path: `/SimpleNotificationService-${Buffer.from(world.random.bytes(16)).toString('hex')}.pem`,
    sign: (text, version) => sign(version === '2' ? 'sha256' : 'sha1', Buffer.from(text), privateKey).toString('base64'),
  };
}

/** The world's signer; its key takes a moment, so whoever builds a world may ask early. */
export function signerOf(world: World): Promise<Signer> {
  const found = signers.get(world) ?? makeSigner(world);
  signers.set(world, found);
  return found;
}

/** Answers the address of the signing certificate; undefined for any other. */
export async function signingPage(world: World, request: Request): Promise<Response | undefined> {
  const { pathname } = new URL(request.url);
  if (!pathname.startsWith('/SimpleNotificationService-')) return undefined;
  const { path, certificate } = await signerOf(world);
  return pathname === path ? new Response(certificate, { headers: { 'content-type': 'application/x-pem-file' } }) : undefined;
}

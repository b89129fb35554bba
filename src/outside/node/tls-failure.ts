/** Says why a connection came to nothing: which of the causes that can be told apart, and in words. */
import { reason } from '../../errors.ts';
import type { TlsFailure } from '../index.ts';

export type Cause = Pick<TlsFailure, 'cause' | 'why'>;

/** The code of a lookup that DNS itself failed; the message says how. */
export const dnsFailed = 'EDNS';

/** @param error what Node gave: of a lookup, a socket, OpenSSL; of several addresses tried, all errors as one */
export function causeOf(error: unknown): Cause {
  const first = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
  const code = errorCode(first);
  const alert = /SSL alert number (\d+)/.exec(reason(first))?.[1];
  if (alert !== undefined) return alerted(Number(alert));
  if (code === dnsFailed) return { cause: 'dns', why: reason(first) };
  // What the other side says first is read as the head of a TLS record, and is none.
  if (/^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL|BAD_RECORD_TYPE)$/.test(code))
    return { cause: 'no-tls', why: 'what is spoken there is not TLS' };
  if (/^ERR_SSL_(UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW|WRONG_SSL_VERSION)$/.test(code)) return { cause: 'protocol', why: old };
  if (code.startsWith('HPE_')) return { cause: 'other', why: 'what is spoken there is not HTTP' };
  return causes[code] ?? { cause: 'other', why: reason(first) };
}

export const errorCode = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : String(error));

const old = 'the other side speaks only versions of TLS older than 1.2';

function alerted(number: number): Cause {
  const name = alerts[number] ?? `number ${number}`;
  if (name === 'protocol_version') return { cause: 'protocol', why: `${old} (TLS alert ${name})` };
  return { cause: 'alert', why: `the other side refuses the handshake (TLS alert ${name})` };
}

/** RFC 8446 §6 and RFC 5246 §7.2. */
const alerts: Record<number, string> = {
  10: 'unexpected_message',
  20: 'bad_record_mac',
  22: 'record_overflow',
  40: 'handshake_failure',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  109: 'missing_extension',
  110: 'unsupported_extension',
  112: 'unrecognized_name',
  113: 'bad_certificate_status_response',
  115: 'unknown_psk_identity',
  116: 'certificate_required',
  120: 'no_application_protocol',
};

const causes: Record<string, Cause> = {
  ENOTFOUND: { cause: 'no-name', why: 'the name has no address' },
  EAI_AGAIN: { cause: 'dns', why: 'the resolver did not answer' },
  EAI_FAIL: { cause: 'dns', why: 'the resolver failed' },
  ECONNREFUSED: { cause: 'refused', why: 'nobody listens there (connection refused)' },
  ECONNRESET: { cause: 'closed', why: 'the connection was closed' },
  EPIPE: { cause: 'closed', why: 'the connection was closed' },
  EHOSTUNREACH: { cause: 'unreachable', why: 'the address cannot be reached' },
  ENETUNREACH: { cause: 'no-route', why: 'this machine has no way to such an address' },
  EADDRNOTAVAIL: { cause: 'no-route', why: 'this machine has no way to such an address' },
  EAFNOSUPPORT: { cause: 'no-route', why: 'this machine has no way to such an address' },
  ETIMEDOUT: { cause: 'timeout', why: 'no answer to the connection' },
};

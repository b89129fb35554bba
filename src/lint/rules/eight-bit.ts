/** Finds 8bit bodies in a raw message: SES garbles them when it rewrites. */
import type { Rule } from '../rule.ts';

/** AWS: asks for 7-bit, https://docs.aws.amazon.com/ses/latest/dg/send-email-raw.html; that it garbles 8bit parts was observed: anymail/django-anymail#115 */
export const eightBit: Rule = {
  id: 'eight-bit',
  level: 'warning',
  about: 'SES garbles characters beyond ASCII in an 8bit part when it rewrites the links.',
  evidence: 'undocumented',
  when: ['eight-bit'],
  check(context) {
    const { bytes, transferEncoding } = context.part;
    if (transferEncoding !== '8bit' && transferEncoding !== 'binary') return;
    const at = bytes.findIndex(byte => byte >= 0x80);
    if (at === -1) return;
    let end = at + 1;
    while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end++;
    context.report({
      at: [at, end],
      message: `this part is sent as ${transferEncoding}, and when SES rewrites its links it garbles characters such as "${context.text([at, end])}". Write it as quoted-printable or base64`,
    });
  },
};

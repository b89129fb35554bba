/** Writes the message of a Simple or Template send. */
import type { Attachment, EmailTemplateContent, MessageHeader } from '@aws-sdk/client-sesv2';
import MailComposer from 'nodemailer/lib/mail-composer';

export interface Envelope {
  date: Date;
  messageId?: string;
  from?: string;
  to?: readonly string[];
  cc?: readonly string[];
  replyTo?: readonly string[];
  headers?: readonly MessageHeader[];
  attachments?: readonly Attachment[];
}

/** The whole message. Part boundaries follow from the message id, so that the same send gives the same bytes. */
export function composeContent(content: EmailTemplateContent, envelope: Envelope): Promise<Buffer> {
  const composer = new MailComposer({
    ...(envelope.from === undefined ? {} : { from: envelope.from }),
    to: [...(envelope.to ?? [])],
    cc: [...(envelope.cc ?? [])],
    replyTo: [...(envelope.replyTo ?? [])],
    subject: content.Subject ?? '',
    ...(content.Text === undefined ? {} : { text: content.Text }),
    ...(content.Html === undefined ? {} : { html: content.Html }),
    headers: (envelope.headers ?? []).map(({ Name, Value }) => ({ key: Name ?? '', value: Value ?? '' })),
    attachments: (envelope.attachments ?? []).map(each => ({
      filename: each.FileName ?? 'attachment',
      content: Buffer.from(each.RawContent ?? new Uint8Array()),
      ...(each.ContentType === undefined ? {} : { contentType: each.ContentType }),
      ...(each.ContentId === undefined ? {} : { cid: each.ContentId }),
      contentDisposition: each.ContentDisposition === 'INLINE' ? 'inline' : 'attachment',
    })),
    date: envelope.date,
    messageId: `<${envelope.messageId ?? 'rendered'}@email.amazonses.com>`,
    baseBoundary: envelope.messageId ?? 'rendered',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** The mail that `send` sends when it is given none: two links to click, one with a query, and a pixel that comes by itself. Pure. */

export const testSubject = 'ses-track test';

/** @param recipient shown in the text, so that several test mails can be told apart */
export function testHtml(recipient: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>${testSubject}</title></head>
<body style="font-family: sans-serif; line-height: 1.5">
<p>This is a test of ses-track for ${escaped(recipient)}.</p>
<p>Opening it makes an Open event. Either link makes a Click event:</p>
<ul>
<li><a href="https://example.com/">a plain link</a></li>
<li><a href="https://example.com/search?q=ses-track&amp;page=2">a link with a query</a></li>
</ul>
</body>
</html>
`;
}

/** The same in plain text, which SES never tracks. */
export function testText(recipient: string): string {
  return `This is a test of ses-track for ${recipient}.

Opening its HTML part makes an Open event. Either link there makes a Click event:

a plain link: https://example.com/
a link with a query: https://example.com/search?q=ses-track&page=2
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

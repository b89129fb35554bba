/** The mail that `demo` sends when it is given none: an ordinary welcome mail, with the links such mails have. Pure. */

/** Table layout, inline styles, a button, a plain link, a link with a query, and an unsubscribe link that asks SES not to track it. */
export const demoHtml = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Welcome to Example</title>
</head>
<body style="margin: 0; background: #f4f4f6; font-family: Helvetica, Arial, sans-serif; color: #222">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0">
<tr><td align="center" style="padding: 24px">
<table role="presentation" width="560" cellpadding="0" cellspacing="0" style="background: #fff; border-radius: 6px">
<tr><td style="padding: 32px">
<h1 style="margin: 0 0 16px; font-size: 22px">Welcome to Example</h1>
<p style="line-height: 1.5">Your account is ready. Have a look around, or read
<a href="https://www.example.com/docs/first-steps">how to take the first steps</a>.</p>
<p style="margin: 28px 0"><a href="https://www.example.com/start?plan=free&amp;ref=welcome"
style="background: #2451b2; color: #fff; padding: 12px 20px; border-radius: 4px; text-decoration: none">Get started</a></p>
<p style="line-height: 1.5">Questions? <a href="https://www.example.com/help">We answer them.</a></p>
</td></tr>
</table>
<p style="font-size: 12px; color: #777">Example, 1 Example Street.
<a ses:no-track href="https://www.example.com/unsubscribe" style="color: #777">Unsubscribe</a></p>
</td></tr>
</table>
</body>
</html>
`;

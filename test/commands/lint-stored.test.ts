/** `ses-track lint --templates` over an account in memory. */
import { CreateEmailTemplateCommand } from '@aws-sdk/client-sesv2';
import { expect, test } from 'vitest';
import { sesError } from '../aws/stub.ts';
import { openStage, type Stage } from '../setup/stage.ts';

const link = (url: string): string => `<p>Hi</p>\n<a href="${url}">x</a>`;

async function stored(htmls: Record<string, string>): Promise<Stage> {
  const stage = await openStage();
  const aws = await stage.outside.aws({ region: 'us-east-1' });
  const ses = await aws.ses();
  for (const [name, html] of Object.entries(htmls))
    await ses.send(new CreateEmailTemplateCommand({ TemplateName: name, TemplateContent: { Subject: 'x', Html: html } }));
  aws.close();
  return stage;
}

test('every stored template is linted under its name, sorted, at the place in its part', async () => {
  const stage = await stored({ welcome: link('https://www.example.com/a b'), clean: link('https://www.example.com/'), bye: link('/bye') });
  const { code, out } = await stage.run('lint --templates --region us-east-1');
  expect(code).toBe(1);
  expect(out).toMatch(/^ses:bye\n +2:10 +error.*relative-link TemplateContent\.Html\n[\s\S]*^ses:welcome\n +2:35 +error.*Write %20 +not-rfc3986/m);
  expect(out).not.toContain('ses:clean');
  expect(stage.lastCalls()).toEqual(['ses:ListEmailTemplates', 'ses:GetEmailTemplate', 'ses:GetEmailTemplate', 'ses:GetEmailTemplate']);
});

test('more templates than a page holds, and the wait is said', async () => {
  const stage = await stored(Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`t${n}`, link('https://www.example.com/')])));
  const { code, out, err } = await stage.run('lint --templates --region us-east-1 --json');
  expect([code, err]).toEqual([0, expect.stringContaining('101 templates')]);
  expect(JSON.parse(out).files).toHaveLength(101);
});

test('a template deleted meanwhile: exit 3, and the others are linted', async () => {
  const stage = await stored({ a: link('/a'), b: link('/b') });
  const gone = sesError(404, 'NotFoundException', 'Template a does not exist.');
  const { code, out, err } = await stage.run('lint --templates --region us-east-1', { fate: n => (n === 1 ? gone : 'pass') });
  expect([code, err]).toEqual([3, '']);
  expect(out).toMatch(/ses:a[\s\S]*deleted since it was listed[\s\S]*ses:b\n +2:10 +error/);
});

test.each([
  ['lint --templates --region us-east-1', 'no template is stored in SES in us-east-1'],
  ['lint --templates x.html', '--templates stands beside files'],
  ['lint --templates --fix', 'cannot be mended in place'],
])('%s is refused', async (line, said) => {
  const { code, err } = await (await openStage()).run(line);
  expect([code, err]).toEqual([2, expect.stringContaining(said)]);
});

/** Every template language by its id. */
import { blade } from './blade.ts';
import { ejs } from './ejs.ts';
import { erb } from './erb.ts';
import { freemarker } from './freemarker.ts';
import { go } from './go.ts';
import { handlebars, ses } from './handlebars.ts';
import { html } from './html.ts';
import { django, jinja, twig } from './jinja.ts';
import type { Language, LanguageId } from './language.ts';
import { liquid } from './liquid.ts';
import { maizzle, mjml } from './mjml.ts';
import { none } from './none.ts';
import { php } from './php.ts';
import { razor } from './razor.ts';
import { ampscript, mailchimp, mailgun, sendgrid } from './services.ts';
import { thymeleaf } from './thymeleaf.ts';

export const languages: Readonly<Record<LanguageId, Language>> = {
  none,
  html,
  ses,
  handlebars,
  liquid,
  jinja,
  django,
  twig,
  erb,
  ejs,
  go,
  blade,
  php,
  razor,
  freemarker,
  thymeleaf,
  mjml,
  maizzle,
  mailchimp,
  mailgun,
  sendgrid,
  ampscript,
};

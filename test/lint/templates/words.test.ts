/** The words that template languages are made of, as they stand in templates: what percent-encodes, what only steers, what a file is called. */
import { describe, expect, test } from 'vitest';
import { readSource } from '../../../src/lint/source/read.ts';
import { type Disk, targets } from '../../../src/lint/targets.ts';
import type { LanguageId } from '../../../src/lint/templates/language.ts';
import { languages } from '../../../src/lint/templates/registry.ts';

/** Tags whose value is fit for a query, and tags that print an address made by the framework. */
const written: Partial<Record<LanguageId, { component: string[]; url?: string[] }>> = {
  handlebars: {
    component: [
      ...['{{encodeURIComponent name}}', '{{encodeUriComponent name}}', '{{encodeURI name}}', '{{urlEncode name}}', '{{urlencode name}}'],
      ...['{{url_encode name}}', '{{uriEncode name}}', '{{{encode name}}}', '{{~escapeUri name~}}', '{{ encodeURIComponent(user.name) }}'],
    ],
    url: ['{{url "home"}}', '{{link "home"}}', '{{route "home" user.id}}'],
  },
  liquid: {
    component: ['url_encode', 'url_param_escape', 'cgi_escape', 'url_escape', 'uri_encode'].map(filter => `{{ name | ${filter} }}`),
    url: ['{{ p | url_for }}', '{{ path | shop_url }}', '{{ a | link_to }}', '{{ t | customer_login_url }}', '{{ "a.css" | asset_url }}'],
  },
  jinja: {
    component: ['urlencode', 'url_encode', 'quote', 'quote_plus', 'urlize_param'].map(filter => `{{ name | ${filter} }}`),
    url: ["{{ url_for('home') }}", '{{ url("home") }}', "{{ reverse('home') }}", "{{ static('a.css') }}", "{% url 'home' %}"],
  },
  django: {
    component: ['{{ name|urlencode }}', '{{ name|urlencode:"" }}', '{{ path|iriencode }}', '{{ page|querystring }}'],
    url: ["{% url 'home' user.id %}", '{% absolute_url home %}', "{% static 'a.css' %}", '{{ get_absolute_url(post) }}', "{% media 'a.png' %}"],
  },
  twig: {
    component: ['{{ name|url_encode }}', "{{ name|escape('url') }}", '{{ name|e("url") }}'],
    url: ["{{ url('home') }}", "{{ path('home', { id: id }) }}", "{{ absolute_url('/a') }}", "{{ asset('a.css') }}"],
  },
  erb: {
    component: [
      ...['<%= u name %>', '<%= url_encode(name) %>', '<%= ERB::Util.u(name) %>', '<%= CGI.escape(name) %>', '<%= CGI.escapeURIComponent(name) %>'],
      ...['<%= URI.encode_www_form_component(name) %>', '<%= URI.encode_uri_component(name) -%>', '<%= encode_uri_component name %>'],
      ...['<%= { a: 1 }.to_query %>', '<%= user.to_param %>', "<%= filter.to_query('f') %>"],
    ],
    url: ['<%= url_for(@post) %>', '<%= root_url %>', '<%= main_app.root_url %>', '<%= edit_user_path(@user) %>', '<%= raw root_url(a: 1) %>'],
  },
  ejs: {
    component: ['<%= encodeURIComponent(name) %>', '<%- encodeURIComponent(user.name.trim()) -%>'],
    url: ["<%= url.resolve(base, 'a') %>", '<%= url.format(address) %>'],
  },
  go: {
    component: [
      '{{ .Name | urlquery }}',
      '{{ urlquery .Name }}',
      '{{ .Name | urlqueryescaper }}',
      '{{ QueryEscape .Name }}',
      '{{- urlescape .Name -}}',
    ],
  },
  blade: {
    component: ['{{ urlencode($name) }}', '{!! rawurlencode($name) !!}', '<?= http_build_query($list) ?>', '{{ Str::urlencode($name) }}'],
    url: [
      ...["{{ route('home') }}", "{{ url('/a') }}", "{{ action([A::class, 'b']) }}", "{{ asset('a.css') }}", "{{ secure_url('/a') }}"],
      ...["{{ URL::route('a') }}", "{{ URL::signedRoute('a') }}", "{{ URL::temporarySignedRoute('a', $until) }}", "{{ signedRoute('a') }}"],
    ],
  },
  razor: {
    component: [
      ...['@Uri.EscapeDataString(Model.Name)', '@EscapeDataString(name)', '@WebUtility.UrlEncode(name)', '@(HttpUtility.UrlEncode(name))'],
      ...['@UrlEncode(name)', '@UrlEncoder.Default.Encode(name)', '@UrlEncoder.Encode(name)'],
    ],
    url: ['Action', 'Page', 'RouteUrl', 'Link', 'Content', 'ActionLink', 'PageLink'].map(name => `@Url.${name}("a")`),
  },
  ampscript: {
    component: ['%%=URLEncode(@name, 1, 1)=%%', '%%=URL(@name)=%%'],
    url: ['%%=RedirectTo(@address)=%%', '%%=CloudPagesURL(12)=%%'],
  },
};

const list = Object.entries(written) as [LanguageId, { component: string[]; url?: string[] }][];
describe.each(list)('%s', (id, { component, url = [] }) => {
  test.each(component)('%s is percent-encoded', text => expect(languages[id].meaning(text).encoding).toBe('component'));
  if (url.length > 0) test.each(url)('%s is an address of the framework', text => expect(languages[id].meaning(text).encoding).toBe('url'));
});

test.each<[LanguageId, string]>([
  ['handlebars', '{{uppercase name}}'],
  ['liquid', '{{ name | escape }}'],
  ['jinja', '{{ name | e }}'],
  ['django', '{{ name|escape }}'],
  ['twig', "{{ name|escape('html_attr') }}"],
  ['erb', '<%= h name %>'],
  ['ejs', '<%= escape(name) %>'],
  ['go', '{{ html .Name }}'],
  ['blade', '{{ e($name) }}'],
  ['razor', '@Html.Encode(name)'],
  ['ampscript', '%%=ProperCase(@name)=%%'],
])('%s: %s is escaped for HTML at most', (id, text) => expect(languages[id].meaning(text).encoding).toBe('none'));

/** Tags that steer and print nothing: an address with one in it is not filled in by it. */
const steering: Partial<Record<LanguageId, string[]>> = {
  handlebars: ['{{#if a}}', '{{^}}', '{{/if}}', '{{=<% %>=}}', '{{*decorator}}', '{{else if b}}'],
  jinja: [
    ...[
      'if a',
      'elif a',
      'else',
      'endif',
      'for a in b',
      'endfor',
      'block a',
      'endblock a',
      'empty',
      'set a = 1',
      'do a.b()',
      'with a = b',
      'macro a()',
    ],
    ...['call a()', 'filter upper', 'import "a"', 'from "a" import b', 'extends "a"', 'break', 'continue', '- if a -', '+ raw'].map(
      each => `${each} `,
    ),
    ...['autoescape true', 'debug'],
  ].map(text => (/^[-+]/.test(text) ? `{%${text}%}` : `{% ${text.trim()} %}`)),
  django: [
    ...[
      'elseif a',
      'load i18n',
      'spaceless',
      'verbatim',
      'ifchanged',
      'ifequal a b',
      'ifnotequal a b',
      'regroup a by b as c',
      'localize on',
      'resetcycle',
    ],
    ...['localtime on', 'timezone "UTC"', 'language "de"', 'blocktrans', 'blocktranslate', 'plural', 'get_current_language as a', 'endblocktrans'],
  ].map(text => `{% ${text} %}`),
  twig: [
    ...['elseif a', 'apply upper', 'embed "a"', 'use "a"', 'sandbox', 'flush', 'deprecated "a"', 'types a: "b"', 'props a', 'trans', 'endtrans'],
  ].map(text => `{% ${text} %}`),
  // Liquid, in a file that is not told to be it.
  html: ['assign a = 1', 'case a', 'when 1', 'elsif a', 'unless a', 'capture a', 'import "a"'].map(text => `{% ${text} %}`),
  liquid: ['{% assign a = 1 %}', '{% if a %}', '{%- unless a -%}', '{% liquid %}'],
  go: [
    '{{if .A}}',
    '{{- else -}}',
    '{{end}}',
    '{{range .A}}',
    '{{with .A}}',
    '{{define "a"}}',
    '{{block "a" .}}',
    '{{break}}',
    '{{continue}}',
    '{{ $a = .B }}',
  ],
};
describe.each(Object.entries(steering) as [LanguageId, string[]][])('%s', (id, list) => {
  test.each(list)('%s prints nothing', text =>
    expect(languages[id].tags(Buffer.from(text))).toEqual([{ start: 0, end: text.length, kind: 'control' }]),
  );
});

test.each<[LanguageId, string]>([
  ...['render "a"', 'include "a"', 'echo a', 'cycle "a", "b"', 'increment a', 'decrement a'].map(
    text => ['liquid', `{% ${text} %}`] as [LanguageId, string],
  ),
  ['jinja', '{% include "a" %}'],
  ['django', '{% firstof a b %}'],
  ['go', '{{ . }}'],
])('%s: %s prints', (id, text) => expect(languages[id].tags(Buffer.from(text)).map(({ kind }) => kind)).toEqual(['output']));

/** Every ending that a folder is searched for, and the language it tells; SES's own where the file is JSON. */
const named: Partial<Record<LanguageId, string>> = {
  html: 'html htm xhtml',
  handlebars: 'hbs handlebars mustache hbs.html',
  liquid: 'liquid liquid.htm',
  jinja: 'j2 jinja jinja2 njk nunjucks',
  django: 'dtl djhtml',
  twig: 'twig html.twig',
  erb: 'erb rhtml html.erb',
  ejs: 'ejs',
  go: 'gotmpl gohtml tmpl tpl',
  blade: 'blade.php',
  razor: 'cshtml razor vbhtml',
  mjml: 'mjml',
  ses: 'json',
  none: 'eml',
};
const files = Object.entries(named).flatMap(([id, endings]) => endings.split(' ').map(ending => [`mail.${ending}`, id as LanguageId] as const));
const contents = (name: string): string => (name.endsWith('.json') ? '{"Html":"x"}' : name.endsWith('.eml') ? 'Subject: x\n\nx' : '<p>');

test.each(files)('%s is read as %s', (name, id) => {
  const source = readSource(name, Buffer.from(contents(name)));
  expect(typeof source === 'string' ? source : source.parts.map(({ language }) => language)).toEqual([id]);
});

test('a folder is searched for all of them, and for nothing else', async () => {
  const strangers = ['mail.php', 'mail.txt', 'mail.css', 'html', '.html', 'mail'];
  const wanted = files.flatMap(([name]) => [name, name.toUpperCase()]);
  const all = [...wanted, ...strangers];
  const disk: Disk = {
    kind: () => 'folder',
    walk: async (_: string, isWanted: (name: string) => boolean) => all.filter(isWanted),
    glob: async () => [],
  };
  expect([...((await targets(disk, '/', ['mails'])).files ?? [])].map(({ file }) => file)).toEqual(wanted);
});

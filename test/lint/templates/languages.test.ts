import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LanguageId, Placeholder } from '../../../src/lint/templates/language.ts';
import { languages } from '../../../src/lint/templates/registry.ts';
import { isLong } from '../../long.ts';

const marks = { output: 'o', control: 'c', comment: '#' } as const;
/** The tags of a text, each as its kind's letter and its text. */
const tags = (language: LanguageId, text: string) => {
  const bytes = Buffer.from(text);
  return languages[language].tags(bytes).map(({ start, end, kind }) => `${marks[kind]} ${bytes.toString('utf8', start, end)}`);
};

describe('where tags stand', () => {
  const cases: Partial<Record<LanguageId, [string, string[]][]>> = {
    handlebars: [
      ['a {{b}} {{{c}}} {{&d}} {{> e}}', ['o {{b}}', 'o {{{c}}}', 'o {{&d}}', 'o {{> e}}']],
      [
        '{{#if a}}{{else}}{{else if b}}{{^}}{{/if}}{{~#each x~}}',
        ['c {{#if a}}', 'c {{else}}', 'c {{else if b}}', 'c {{^}}', 'c {{/if}}', 'c {{~#each x~}}'],
      ],
      ['{{! no }} }}{{!-- a }} b --}}', ['# {{! no }}', '# {{!-- a }} b --}}']],
      ["{{f \"}}\" '}}'}} {{f it's}}", ['o {{f "}}" \'}}\'}}', "o {{f it's}}"]],
      ['\\{{raw}} {{a', []],
      ['%%{unsubscribe_url}%% <%asm_group_unsubscribe_raw_url%> <% a(b) %>', ['o %%{unsubscribe_url}%%', 'o <%asm_group_unsubscribe_raw_url%>']],
      ['{{}}', ['o {{}}']],
    ],
    ses: [
      ['{{ses:openTracker}} %%{a}%% <%b%> *|C|* ${d} [e]', ['o {{ses:openTracker}}']],
      ['{{#*inline "x"}}{{a}}{{/inline}}{{> x}}', ['c {{#*inline "x"}}', 'o {{a}}', 'c {{/inline}}', 'o {{> x}}']],
    ],
    none: [
      ['{{a}} {{ses:openTracker}} {{ses:openTrackers}} {{amazonSESUnsubscribeUrl}}', ['o {{ses:openTracker}}', 'o {{amazonSESUnsubscribeUrl}}']],
    ],
    liquid: [
      ['{{ a | b: "}}" }} {%- if x -%} {% render "x" %}', ['o {{ a | b: "}}', 'c {%- if x -%}', 'o {% render "x" %}']],
      ['{{${a}}} {{b.${c}}}} {{${d} | e}} {{f}}} {% if ${g}%}', ['o {{${a}}}', 'o {{b.${c}}}', 'o {{${d} | e}}', 'o {{f}}', 'c {% if ${g}%}']],
      ['{% comment %}{{ a }}<a href=b>{%- endcomment -%} {{c}}', ['# {% comment %}{{ a }}<a href=b>{%- endcomment -%}', 'o {{c}}']],
    ],
    jinja: [
      [
        '{# a {{b}} #}{% if c > "%}" %}{{ url_for("d", e="}}") }}{%- endif %}',
        ['# {# a {{b}} #}', 'c {% if c > "%}" %}', 'o {{ url_for("d", e="}}") }}', 'c {%- endif %}'],
      ],
    ],
    django: [
      [
        "{% url 'a' b %}{% trans \"it's\" %}{% load i18n %}{% blocktrans %}x{% endblocktrans %}",
        ["o {% url 'a' b %}", 'o {% trans "it\'s" %}', 'c {% load i18n %}', 'c {% blocktrans %}', 'c {% endblocktrans %}'],
      ],
    ],
    twig: [["{{ path('a')|url_encode }}{% set x = 1 %}", ["o {{ path('a')|url_encode }}", 'c {% set x = 1 %}']]],
    erb: [['<%= a %><%== b %><% c do |d| -%><%# e %><%% f %>', ['o <%= a %>', 'o <%== b %>', 'c <% c do |d| -%>', '# <%# e %>']]],
    ejs: [['<%= a %><%- b %><%_ if (c > d) { _%><%# e %>', ['o <%= a %>', 'o <%- b %>', 'c <%_ if (c > d) { _%>', '# <%# e %>']]],
    go: [
      [
        '{{/* a */}}{{- /* b */ -}}{{ .A | f "}}" `}}` }}{{if .B}}{{$x := 1}}{{end}}{{template "t" .}}',
        ['# {{/* a */}}', '# {{- /* b */ -}}', 'o {{ .A | f "}}" `}}` }}', 'c {{if .B}}', 'c {{$x := 1}}', 'c {{end}}', 'o {{template "t" .}}'],
      ],
      ['{{ `}}` }}', ['o {{ `}}` }}']],
    ],
    blade: [
      [
        '{{-- a --}}{{ $b }}{!! $c !!}@if ($d > f(")"))@endif @include("e") me@if.com @media x',
        ['# {{-- a --}}', 'o {{ $b }}', 'o {!! $c !!}', 'c @if ($d > f(")"))', 'c @endif', 'o @include("e")'],
      ],
      ['<?php echo 1 > 2 ?><?= $a ?>@php $x = "<a>"; @endphp', ['o <?php echo 1 > 2 ?>', 'o <?= $a ?>', 'c @php $x = "<a>"; @endphp']],
      ['@if (never closed', ['c @if']],
    ],
    php: [
      [
        '<?xml version="1.0"?><?= $a ?><?php echo "?"; ?><?php if ($b): ?><?php } ?><?php the_title() ?><?php $c = 1; ?><?php $d == 1 ? e() : f(); ?><?php',
        [
          'o <?= $a ?>',
          'o <?php echo "?"; ?>',
          'c <?php if ($b): ?>',
          'c <?php } ?>',
          'o <?php the_title() ?>',
          'c <?php $c = 1; ?>',
          'o <?php $d == 1 ? e() : f(); ?>',
        ],
      ],
      [
        '<?php /* a */ ?><?php // b ?><?php # c ?><?php /* d */ echo 1 ?>',
        ['# <?php /* a */ ?>', '# <?php // b ?>', '# <?php # c ?>', 'o <?php /* d */ echo 1 ?>'],
      ],
    ],
    razor: [
      [
        '@model A.B\n@* c *@@Model.Url("x)")[0].Name. @(a > b) me@example.com @@media',
        ['c @model A.B', '# @* c *@', 'o @Model.Url("x)")[0].Name', 'o @(a > b)'],
      ],
      ['@{ var x = "}"; }@if (a) { } else { }@await Html.PartialAsync("x")', ['c @{ var x = "}"; }', 'c @if (a)', 'o @await Html.PartialAsync("x")']],
      ['@media screen {}', []],
    ],
    freemarker: [
      [
        '<#-- a > b --><#if x == ">">${a!"}"}</#if><@b c/>[=d]#{e} ${f',
        ['# <#-- a > b -->', 'c <#if x == ">">', 'o ${a!"}"}', 'c </#if>', 'o <@b c/>', 'o [=d]', 'o #{e}'],
      ],
    ],
    thymeleaf: [
      ['<a href="#" th:href="${a > b}">[[${c}]]<a href="d"><a data-th-href="e" HREF = \'f\'>', ['c href="#"', "c HREF = 'f'"]],
      ['th:href href="a" <a th:href href="b', []],
    ],
    mjml: [['{{a}} {% if b %} {# c #} <%= d %>', ['o {{a}}', 'c {% if b %}', '# {# c #}', 'o <%= d %>']]],
    mailchimp: [['*|A|* *|IF:B|* {{c}}', ['o *|A|*', 'c *|IF:B|*']]],
    mailgun: [['%recipient.name% %unsubscribe_url% 100%', ['o %recipient.name%', 'o %unsubscribe_url%']]],
    sendgrid: [['<%a%> [%b%] {{c}}', ['o <%a%>', 'o [%b%]', 'o {{c}}']]],
    ampscript: [['%%[ set x ]%% %%=v(@x)=%% %%name%% 100%%', ['c %%[ set x ]%%', 'o %%=v(@x)=%%', 'o %%name%%']]],
  };
  for (const [language, list] of Object.entries(cases))
    for (const [text, expected] of list) test(`${language}: ${text}`, () => expect(tags(language as LanguageId, text)).toEqual(expected));
});

describe('what a tag says', () => {
  test.each<[LanguageId, string, string, string[], string]>([
    ['ses', '{{name}}', 'name', [], 'none'],
    ['ses', '{{ses:openTracker}}', 'ses:openTracker', [], 'none open-tracker'],
    ['ses', '{{ amazonSESUnsubscribeUrl }}', 'amazonSESUnsubscribeUrl', [], 'url unsubscribe-url'],
    ['ses', '{{encodeURIComponent name}}', 'name', ['encodeURIComponent'], 'none'],
    ['handlebars', '{{{encodeURIComponent name}}}', 'name', ['encodeURIComponent'], 'component'],
    ['handlebars', '{{~&user.name~}}', 'user.name', [], 'none'],
    ['liquid', '{{- a.b | default: "|" | url_encode -}}', 'a.b | default: "|"', ['default', 'url_encode'], 'component'],
    ['liquid', '{{ a || b | upcase }}', 'a || b', ['upcase'], 'none'],
    ['jinja', "{{ url_for('x', a=b) }}", "url_for('x', a=b)", [], 'url'],
    ['jinja', '{{ a|urlencode }}', 'a', ['urlencode'], 'component'],
    ['django', "{% url 'x' a %}", "url 'x' a", [], 'url'],
    ['twig', '{{ a|url_encode }}', 'a', ['url_encode'], 'component'],
    ['twig', "{{ a|e('url') }}", 'a', ['url_encode'], 'component'],
    ['twig', "{{ a|e('html') }}", 'a', ['e'], 'none'],
    ['erb', '<%= ERB::Util.url_encode(a.b) %>', 'a.b', ['ERB::Util.url_encode'], 'component'],
    ['erb', '<%= u a %>', 'a', ['u'], 'component'],
    ['erb', '<%= CGI.escape(@name) -%>', '@name', ['CGI.escape'], 'component'],
    ['erb', '<%= edit_password_url(@r, token: @t) %>', '@r, token: @t', ['edit_password_url'], 'url'],
    ['erb', '<%= @name %>', '@name', [], 'none'],
    ['erb', '<%= {a: 1}.to_query %>', '{a: 1}.to_query', [], 'component'],
    ['ejs', '<%- encodeURIComponent(user.name) %>', 'user.name', ['encodeURIComponent'], 'component'],
    ['ejs', '<%= name %>', 'name', [], 'none'],
    ['ejs', '<%= new URLSearchParams({ a: b }) %>', '{ a: b }', ['URLSearchParams'], 'component'],
    ['go', '{{ .Name | urlquery }}', '.Name', ['urlquery'], 'component'],
    ['go', '{{ urlquery .Name }}', 'urlquery .Name', [], 'component'],
    ['blade', '{{ urlencode($name) }}', '$name', ['urlencode'], 'component'],
    ['blade', "{{ route('x', ['a' => $b]) }}", "'x', ['a' => $b]", ['route'], 'url'],
    ['blade', '{!! $name !!}', '$name', [], 'none'],
    ['php', '<?= urlencode($name) ?>', '$name', ['urlencode'], 'component'],
    ['php', '<?php echo rawurlencode( $a->b ); ?>', '$a->b', ['rawurlencode'], 'component'],
    ['php', "<?= $block->escapeUrl($this->getUrl('a')) ?>", "$this->getUrl('a')", ['$block->escapeUrl', '$this->getUrl'], 'url'],
    ['php', '<?php echo $name; ?>', '$name', [], 'none'],
    ['razor', '@Uri.EscapeDataString(Model.Name)', 'Model.Name', ['Uri.EscapeDataString'], 'component'],
    ['razor', '@Model.Name', 'Model.Name', [], 'none'],
    ['razor', '@(Model.Name)', 'Model.Name', [], 'none'],
    ['razor', '@Url.Action("a")', '"a"', ['Url.Action'], 'url'],
    ['freemarker', '${a.b!"c"}', 'a.b!"c"', [], 'none'],
    ['freemarker', "${a?trim?url('UTF-8')}", 'a', ['trim', 'url'], 'component'],
    ['freemarker', '${id?c}', 'id', ['c'], 'component'],
    ['mjml', '{{ a | urlencode }}', 'a', ['urlencode'], 'component'],
    ['mailchimp', '*|FNAME|*', 'FNAME', [], 'none'],
    ['mailchimp', '*|URL:FNAME|*', 'FNAME', ['URL'], 'component'],
    ['mailchimp', '*|TITLE:FNAME|*', 'FNAME', ['TITLE'], 'none'],
    ['ampscript', '%%=URLEncode(@x, 1)=%%', '@x, 1', ['URLEncode'], 'component'],
  ])('%s %s', (language, text, expression, filters, encoding) => {
    const meaning = languages[language].meaning(text);
    expect(meaning).toMatchObject({ text, expression, filters });
    expect([meaning.encoding, meaning.ses].filter(Boolean).join(' ')).toBe(encoding);
  });

  test.each(Object.values(languages).filter(({ encode }) => encode('a.b') !== undefined))(
    'what $name is told to write encodes, by its own reading',
    ({ encode, meaning, tags }) => {
      const written = encode('a.b') ?? '';
      expect(tags(Buffer.from(written)).map(({ start, end, kind }) => `${kind} ${written.slice(start, end)}`)).toEqual([`output ${written}`]);
      expect(meaning(written).encoding).toBe('component');
    },
  );

  test.each(Object.values(languages))('a comment in $name is a comment', ({ comment, tags }) => {
    const written = comment('ses-track-ignore');
    const found = tags(Buffer.from(written)).map(({ kind, start, end }) => `${kind} ${start}-${end}`);
    expect(found).toEqual(written.startsWith('<!--') ? [] : [`comment 0-${written.length}`]);
  });
});

describe('any input', () => {
  const pieces = [
    '{{',
    '}}',
    '{{{',
    '}}}',
    '{%',
    '%}',
    '<%',
    '%>',
    '{#',
    '#}',
    '@',
    '@if',
    '(',
    ')',
    '{',
    '}',
    '"',
    "'",
    '`',
    '\\',
    '\n',
    ' ',
    'a',
    'é',
    '{{!--',
    '--}}',
    'comment',
    '*|',
    '|*',
    '%%',
    '@*',
    '*@',
    '<?',
    '?>',
    '=',
    '#',
    '!',
    '/*',
    '*/',
    '@php',
    '@endphp',
    '{!!',
    '!!}',
  ];
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map(list => list.join(''));

  test.each(Object.values(languages))('$name: tags are in order, apart, and begin and end where text does', language => {
    fc.assert(
      fc.property(text, input => {
        const bytes = Buffer.from(input);
        let end = 0;
        for (const tag of language.tags(bytes) satisfies Placeholder[]) {
          expect(tag.start).toBeGreaterThanOrEqual(end);
          expect(tag.end).toBeGreaterThan(tag.start);
          end = tag.end;
          const written = bytes.toString('utf8', tag.start, tag.end);
          expect(written).not.toContain('\ufffd');
          expect(language.meaning(written).text).toBe(written);
        }
        expect(end).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: isLong ? 150 : 40 },
    );
  });

  const hostile = [
    '{{',
    '{{"',
    '{{"}}"',
    "{{ '\\'",
    '{%',
    '<%',
    '{#',
    '@if(',
    '@(',
    '@{',
    "@('",
    '{{!--',
    '{% comment %}',
    '<?',
    '@php ',
    '@*',
    '*|',
    '%%',
    '{{{{',
    '}}',
    '"',
    '{!!"',
    '<#',
    '${"',
    'th:href',
    '<a th:href',
    '<a th:href="',
  ];
  // The others read their tags as one of these does.
  const ownReaders: readonly LanguageId[] = ['handlebars', 'liquid', 'jinja', 'erb', 'go', 'blade', 'razor', 'freemarker', 'thymeleaf', 'mailchimp'];
  const timed = isLong ? Object.values(languages) : ownReaders.map(id => languages[id]);
  test.each(timed)('$name: hostile text takes linear time', language => {
    for (const piece of hostile) {
      const time = (size: number) => {
        const bytes = Buffer.from(piece.repeat(size / piece.length));
        const start = performance.now();
        language.tags(bytes);
        return performance.now() - start;
      };
      // Quadratic time would be sixteen times and seconds; a busy machine makes what is linear look worse than it is.
      if (time(160_000) < 200) continue;
      const small = Math.min(time(40_000), time(40_000));
      expect(Math.min(time(160_000), time(160_000)), piece).toBeLessThan(Math.max(small * 14, 200));
    }
  });
});

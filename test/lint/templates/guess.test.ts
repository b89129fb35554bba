/** A template's language as its name and its content tell it. */
import { expect, test } from 'vitest';
import { guessLanguage } from '../../../src/lint/templates/guess.ts';

test.each([
  ['{{${first_name}}} x', 'liquid'],
  ['{% if ${a} %}{{ ${b} }}{% endif %}', 'liquid'],
  ['{% if a %}{{ b | url_encode }}{% endif %}', 'liquid'],
  ["{% extends 'a' %}{{ b | url_encode }}", 'jinja'],
  ['{{ b | downcase | url_param_escape }}', 'liquid'],
  ['{% connected_content https://a.example/ :save a %}', 'liquid'],
  ['{{ b | urlencode }}', 'jinja'],
  ['<#if a??>${a}</#if>', 'freemarker'],
  ['<a th:href="@{https://a.example/(b=${c})}">', 'thymeleaf'],
  ['<a href="${url}">', 'html'],
  ['<?php echo $a ?>', 'php'],
  ['<?= $a ?>', 'php'],
  ['<?xml version="1.0"?><p>', 'html'],
  ['<#if is no tag without a dollar>', 'html'],
])('%s is %s', (text, language) => expect(guessLanguage('mail.html', Buffer.from(text)).language).toBe(language));

test.each([
  ['a.ftl', 'freemarker'],
  ['a.ftlh', 'freemarker'],
  ['a.hbs.html', 'handlebars'],
  ['a.phtml', 'php'],
  ['a.php', 'php'],
  ['a.blade.php', 'blade'],
])('a file called %s is %s', (name, language) => expect(guessLanguage(name, Buffer.from('x')).language).toBe(language));

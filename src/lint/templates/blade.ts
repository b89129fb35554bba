/** Blade, Laravel's templates, and the PHP that stands in them. */
import { balancedEnds, merge } from './balanced.ts';
import { tagFinder } from './delimiters.ts';
import { called, encoders } from './expression.ts';
import { type Language, type Placeholder, tagLimit } from './language.ts';
import { phpTags } from './php.ts';

/** Directives that print; the others only steer. */
const printing = new Set(['include', 'yield', 'lang', 'choice', 'json', 'js', 'each', 'stack', 'csrf', 'method', 'includeif', 'includewhen']);
/** A word behind @ that is not one of these is text: `@media`, an address in prose. */
const directives =
  /^(?:if|elseif|else|endif|unless|endunless|isset|endisset|empty|endempty|auth|endauth|guest|endguest|production|endproduction|env|endenv|hasSection|sectionMissing|endsection|switch|case|break|default|endswitch|for|endfor|foreach|endforeach|forelse|endforelse|while|endwhile|continue|class|style|checked|selected|disabled|readonly|required|include|includeIf|includeWhen|includeUnless|includeFirst|each|once|endonce|push|endpush|prepend|endprepend|stack|extends|section|yield|show|parent|component|endcomponent|slot|endslot|props|aware|inject|php|endphp|csrf|method|error|enderror|lang|choice|json|js|use|session|endsession|component|verbatim|endverbatim)\b/;

const known = encoders('urlencode rawurlencode http_build_query', 'route url action asset secure_url signedRoute temporarySignedRoute');

/** `@if (…)`, `@endif`: at-signs that begin a word and name a directive. */
function directiveTags(bytes: Buffer): Placeholder[] {
  const tags: Placeholder[] = [];
  const balancedEnd = balancedEnds(bytes);
  const lastPhp = bytes.lastIndexOf('@endphp');
  for (let at = bytes.indexOf(0x40); at !== -1 && tags.length <= tagLimit; at = bytes.indexOf(0x40, at + 1)) {
    const before = at === 0 ? 0x20 : (bytes[at - 1] as number);
    if (/[\w@]/.test(String.fromCharCode(before))) continue;
    const name = directives.exec(bytes.toString('latin1', at + 1, at + 24))?.[0];
    if (name === undefined) continue;
    let end = at + 1 + name.length;
    if (name === 'php' && bytes[end] !== 0x28 && bytes[end + 1] !== 0x28) {
      const close = lastPhp > end ? bytes.indexOf('@endphp', end) : -1;
      if (close !== -1) end = close + 7;
    } else {
      let open = end;
      while (bytes[open] === 0x20) open++;
      if (bytes[open] === 0x28) end = balancedEnd(open) ?? end;
    }
    tags.push({ start: at, end, kind: printing.has(name.toLowerCase()) ? 'output' : 'control' });
    at = end - 1;
  }
  return tags;
}

const bracesAndPhp = tagFinder([
  { open: '{{--', close: '--}}', kind: 'comment' },
  { open: '{!!', close: '!!}', kind: 'output', quotes: '"\'' },
  { open: '{{', close: '}}', kind: 'output', quotes: '"\'' },
  ...phpTags,
]);

export const blade: Language = {
  id: 'blade',
  name: 'Blade',
  tags: bytes => merge(bracesAndPhp(bytes), directiveTags(bytes)),
  meaning: text =>
    called(
      text,
      text
        .replace(/^(?:\{\{|\{!!|<\?(?:=|php\b\s*(?:echo\b|print\b)?)|@(?=\w))/, '')
        .replace(/(?:\}\}|!!\}|;?\s*\?>)$/, '')
        .replaceAll('\\', ''),
      known,
    ),
  encode: expression => `{{ rawurlencode(${expression}) }}`,
  comment: text => `{{-- ${text} --}}`,
};

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references look like this
import type { VariableLevel } from './levels.ts';

/** What a value refers to between `${{` and `}}`. */
export type Reference = { /** As it was written, without its braces. */ readonly text: string } & (
  | { readonly type: 'variable'; readonly name: string; readonly level: VariableLevel | null }
  | { readonly type: 'host'; readonly service: string }
  | { readonly type: 'unknown' }
);

/** A value taken apart: text as it is, and references. */
export type Template = readonly (string | Reference)[];

const opening = /\$?\$\{\{/g;

/** Whether a value has to be taken apart at all. */
export function hasReferences(value: string): boolean {
  return value.includes('${{');
}

/** Takes a value apart. `$${{` is the text `${{` itself; whatever else stands there and is no reference is `unknown`. */
export function parseTemplate(value: string): Template {
  const parts: (string | Reference)[] = [];
  let at = 0;
  opening.lastIndex = 0;
  for (let match = opening.exec(value); match; match = opening.exec(value)) {
    if (match.index > at) parts.push(value.slice(at, match.index));
    if (match[0].startsWith('$$')) {
      parts.push('${{');
      at = opening.lastIndex;
      continue;
    }
    const end = value.indexOf('}}', opening.lastIndex);
    const inner = end === -1 ? value.slice(opening.lastIndex) : value.slice(opening.lastIndex, end);
    parts.push(end === -1 ? { type: 'unknown', text: shortened(inner) } : referenceOf(inner.trim()));
    at = end === -1 ? value.length : end + 2;
    opening.lastIndex = at;
  }
  if (at < value.length) parts.push(value.slice(at));
  return parts;
}

/** The value that is taken as exactly this text. */
export function escapeReferences(text: string): string {
  return text.replaceAll('${{', '$$${{');
}

function referenceOf(text: string): Reference {
  const [, level, name] =
    /^(?:(organization|project|environment)\.)?([A-Za-z_][A-Za-z0-9_]*)$/.exec(text) ?? [];
  if (name !== undefined)
    return { type: 'variable', text, name, level: (level as VariableLevel | undefined) ?? null };
  const service = /^service\.(.+)\.host$/s.exec(text)?.[1];
  if (service !== undefined) return { type: 'host', text, service };
  return { type: 'unknown', text: shortened(text) };
}

const shownChars = 60;

function shortened(text: string): string {
  return text.length > shownChars ? `${text.slice(0, shownChars)}…` : text;
}

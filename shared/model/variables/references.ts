// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references look like this
import type { VariableLevel } from './levels.ts';

/** What can be referred to of a service beside it: all but the host are of databases alone. */
export const serviceFacts = ['host', 'port', 'user', 'password', 'database', 'url'] as const;
export type ServiceFact = (typeof serviceFacts)[number];

/** What a value refers to between `${{` and `}}`. */
export type Reference = { /** As it was written, without its braces. */ readonly text: string } & (
  | { readonly type: 'variable'; readonly name: string; readonly level: VariableLevel | null }
  | { readonly type: 'service'; readonly service: string; readonly fact: ServiceFact }
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

/** What refers to a fact of a service beside. */
export function referenceTo(service: string, fact: ServiceFact): string {
  return `\${{service.${service}.${fact}}}`;
}

/** The value that is taken as exactly this text. */
export function escapeReferences(text: string): string {
  return text.replaceAll('${{', '$$${{');
}

const ofService = new RegExp(`^service\\.(.+)\\.(${serviceFacts.join('|')})$`, 's');

function referenceOf(text: string): Reference {
  const [, level, name] =
    /^(?:(organization|project|environment)\.)?([A-Za-z_][A-Za-z0-9_]*)$/.exec(text) ?? [];
  if (name !== undefined)
    return { type: 'variable', text, name, level: (level as VariableLevel | undefined) ?? null };
  const [, service, fact] = ofService.exec(text) ?? [];
  if (service !== undefined) return { type: 'service', text, service, fact: fact as ServiceFact };
  return { type: 'unknown', text: shortened(text) };
}

const shownChars = 60;

function shortened(text: string): string {
  return text.length > shownChars ? `${text.slice(0, shownChars)}…` : text;
}

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references look like this
import type { DokployNote } from '#shared/contract/dokploy.ts';
import { type GivenVariable, mostOfLevel, VariableName, VariableValue } from '#shared/contract/variable.ts';
import { escapeReferences } from '#shared/model/variables/references.ts';
import { isSecretByName } from '#shared/model/variables/secret-name.ts';

/** The variables of an env text, in their order and with their comments. */
export interface ReadEnv {
  readonly variables: readonly GivenVariable[];
  /** Comments below the last of them. */
  readonly below: string;
  readonly notes: readonly DokployNote[];
}

/**
 * Reads an env text as Dokploy does: by the rules of dotenv, whose quotes may hold several lines, and which replaces no
 * `$NAME`. References such as `${{project.NAME}}` are the same here and stay; other text between `${{` and `}}` stays text.
 * What cannot be a variable here is told by its name, never by its value. Source: github.com/motdotla/dotenv, `parse`.
 */
export function readEnv(text: string, field = 'env', isSecret = false): ReadEnv {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n');
  const read = new Map<string, GivenVariable>();
  const notes: DokployNote[] = [];
  const names = new Map<string, string>();
  const tell = (said: string): void => {
    if (notes.length < mostNotes) notes.push({ field, text: said });
  };
  let above = '';
  let characters = 0;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '' || line.trimStart().startsWith('#')) {
      const isEnd = at === lines.length - 1 && line === '';
      if (!isEnd) above += `${shown(line)}\n`;
      continue;
    }
    const [, name, rest] = assignment.exec(line) ?? [];
    if (name === undefined || rest === undefined) {
      tell(`line ${at + 1} is no assignment, and is left out`);
      continue;
    }
    const { value, beside, last } = valueAt(lines, at, rest);
    at = last;
    const first = names.get(name.toLowerCase()) ?? name;
    const other = first === name ? undefined : first;
    characters += name.length + value.length + above.length + beside.length;
    const isTooMuch = characters > mostOfLevel || read.size >= mostVariables;
    const problem = other
      ? `differs from ${other} only by case`
      : isTooMuch
        ? 'is one too many'
        : problemOf(name, value);
    if (problem) tell(`${name.slice(0, 100)} ${problem}; it is left out`);
    else {
      const own = referencesOf(value);
      if (own.isChanged) tell(`${name} holds a reference that is none here; it stays as text`);
      names.set(name.toLowerCase(), name);
      read.set(name, {
        name,
        value: own.value,
        isSecret: isSecret || isSecretByName(name, value) || holdsPassword(value),
        ...(above === '' || above.length > 10_000 ? {} : { above }),
        ...(beside === '' || beside.length > 1_000 ? {} : { beside }),
      });
    }
    above = '';
  }
  return { variables: [...read.values()], below: above.slice(0, 10_000), notes };
}

const mostVariables = 1_000;
const mostNotes = 50;

const assignment = /^\s*(?:export\s+)?([\w.-]+)(?:\s*=|:\s)(.*)$/;

interface ValueAt {
  readonly value: string;
  readonly beside: string;
  /** The index of the line where it ends. */
  readonly last: number;
}

function valueAt(lines: readonly string[], at: number, rest: string): ValueAt {
  const start = rest.trimStart();
  const quote = start[0] ?? '';
  if (quote !== '' && `'"\``.includes(quote)) {
    const quoted = quotedAt(lines, at, start, quote);
    if (quoted) return quoted;
  }
  const mark = start.indexOf('#');
  const value = (mark < 0 ? start : start.slice(0, mark)).trim();
  return { value, beside: mark < 0 ? '' : shown(start.slice(mark)).trim(), last: at };
}

/** Up to the closing quote, over several lines where it stands there; undefined where there is none. */
function quotedAt(lines: readonly string[], at: number, start: string, quote: string): ValueAt | undefined {
  let held = '';
  for (let last = at, line = start.slice(1); last < lines.length; last += 1, line = lines[last] ?? '') {
    const end = closingIn(line, quote);
    if (end >= 0) {
      const inner = held + line.slice(0, end);
      const value = quote === '"' ? inner.replaceAll('\\n', '\n').replaceAll('\\r', '\r') : inner;
      const after = line.slice(end + 1).trim();
      return { value, beside: after.startsWith('#') ? shown(after) : '', last };
    }
    held += `${line}\n`;
    if (held.length > longestQuoted) return;
  }
  return;
}

const longestQuoted = 200_000;

function closingIn(line: string, quote: string): number {
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '\\' && line[at + 1] === quote) at += 1;
    else if (line[at] === quote) return at;
  }
  return -1;
}

/** A comment in one line: no NUL, and nothing that breaks lines. */
const shown = (text: string): string => text.replace(/[\0\r\n]/g, ' ');

function problemOf(name: string, value: string): string | undefined {
  const named = VariableName.safeParse(name);
  if (!named.success) return `${named.error.issues[0]?.message ?? 'is no name'}`;
  const valued = VariableValue.safeParse(value);
  return valued.success ? undefined : `has a value that ${valued.error.issues[0]?.message ?? 'is none'}`;
}

/** Whether a value is an address with a password in it. */
const holdsPassword = (value: string): boolean => /:\/\/[^\s/:@]*:[^\s/@$]+@/.test(value);

const reference = /\$?\$\{\{.*?(?:\}\}|$)/gs;
const known = /^\$\{\{(?:(?:project|environment)\.)?[A-Za-z_][A-Za-z0-9_]*\}\}$/;

/** Escapes what stands between `${{` and `}}` and refers to nothing in Dokploy. */
function referencesOf(value: string): { value: string; isChanged: boolean } {
  let isChanged = false;
  const read = value.replace(reference, (found) => {
    if (known.test(found)) return found;
    isChanged = true;
    return escapeReferences(found);
  });
  return { value: read, isChanged };
}

import { interpolate, type Lookup } from './interpolation.ts';

/** What people wrote about an assignment of an env file. */
export interface EnvComments {
  /** The lines of comments, and empty ones, right above it; each with its line break. */
  readonly above?: string | undefined;
  /** The comment behind it, with its `#`. */
  readonly beside?: string | undefined;
}

/** One assignment of an env file. */
export interface EnvEntry extends EnvComments {
  readonly name: string;
  readonly value: string;
  /** Where it stands, counted from 1. */
  readonly line: number;
}

export interface EnvProblem {
  readonly line: number;
  readonly message: string;
}

export interface EnvText {
  readonly entries: readonly EnvEntry[];
  /** The lines of comments, and empty ones, after the last of them. */
  readonly below: string;
  readonly problems: readonly EnvProblem[];
}

const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;
const assignment = /^(?:export[ \t]+)?([^\s=:#'"]+)[ \t]*[=:][ \t]*/;
/** A name alone: its value comes from the surroundings. */
const inherited = /^(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*(?:#.*)?$/;
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

interface Reading {
  readonly value: string;
  /** Index after the value. */
  readonly end: number;
  readonly beside?: string;
  readonly problem?: string;
}

const lineEnd = (text: string, from: number): number => {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
};

/** Where names come from that no line further up sets. */
export interface EnvSurroundings {
  /** What the text finds around it: it decides, as Compose's own environment does, over what is further up. */
  readonly outside?: Lookup;
  /**
   * Whether a name that nothing sets is empty, as Compose has it, or a problem, as for variables of ours, where
   * `${{…}}` stays as it is, too: Compose refuses it.
   */
  readonly unset?: 'empty' | 'problem';
}

interface Scope {
  readonly lookup: Lookup;
  readonly isStrict: boolean;
}

/** A reference of ours, such as `${{service.db.url}}`, whose dollar sign is no plain one. */
const reference = /(?<!\$)((?:\$\$)*)\$(\{\{[^{}]*\}\})/g;

const expand = (text: string, { lookup, isStrict }: Scope): { value: string; problem?: string } => {
  const { value, problems, unset } = interpolate(
    isStrict ? text.replace(reference, '$1$$$$$2') : text,
    lookup,
  );
  const missing = isStrict && unset.length > 0 ? notSet(unset[0] ?? '') : undefined;
  const problem = problems[0] ?? missing;
  return problem === undefined ? { value } : { value, problem };
};

const notSet = (name: string): string =>
  `${name} is not set above this line; write $$ for a plain dollar sign`;

const readPlain = (text: string, from: number, scope: Scope): Reading => {
  const end = lineEnd(text, from);
  const raw = text.slice(from, end);
  const comment = raw.search(/(?:^|\s)#/);
  const value = expand((comment === -1 ? raw : raw.slice(0, comment)).trimEnd(), scope);
  return { ...value, end, ...besideOf(comment === -1 ? '' : raw.slice(comment)) };
};

/** No comment holds a carriage return: a text field would make a line break of it. */
const inOneLine = (text: string): string => text.replaceAll('\r', ' ');

const besideOf = (text: string): { beside?: string } => {
  const beside = inOneLine(text).trim();
  return beside === '' ? {} : { beside };
};

const unterminated = (text: string, from: number, quote: string): Reading => ({
  value: '',
  end: lineEnd(text, from),
  problem: `the closing ${quote} is missing`,
});

const readSingle = (text: string, from: number): Reading => {
  let value = '';
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === "'") return { value, end: at + 1 };
    if (text[at] === '\\' && text[at + 1] === "'") at += 1;
    value += text[at];
  }
  return unterminated(text, from, "'");
};

/** Reads up to the closing quote; escapes become what they stand for before `$…` is replaced, `\\$` as `$$`. */
const readDouble = (text: string, from: number, scope: Scope): Reading => {
  let raw = '';
  for (let at = from + 1; at < text.length; at += 1) {
    const char = text[at] ?? '';
    const next = text[at + 1] ?? '';
    if (char === '"') return { ...expand(raw, scope), end: at + 1 };
    if (char === '\\' && (next === '$' || escapes[next] !== undefined)) {
      raw += next === '$' ? '$$' : (escapes[next] ?? next);
      at += 1;
    } else raw += char;
  }
  return unterminated(text, from, '"');
};

const readValue = (text: string, from: number, scope: Scope): Reading => {
  if (text[from] === "'" || text[from] === '"') {
    const read = text[from] === "'" ? readSingle(text, from) : readDouble(text, from, scope);
    const end = lineEnd(text, read.end);
    const rest = text.slice(read.end, end).trim();
    if (read.problem === undefined && rest && !rest.startsWith('#'))
      return { ...read, end, problem: 'only a comment may follow the closing quote' };
    return { ...read, end, ...besideOf(rest) };
  }
  return readPlain(text, from, scope);
};

const nameProblem = (name: string): string | undefined =>
  namePattern.test(name)
    ? undefined
    : `${name} is not a variable name: it begins with a letter or _ and holds only letters, digits and _`;

/**
 * Reads text in the dialect of Compose's env files: comments, `export`, single quotes (literal), double
 * quotes (escapes), references to variables set further up, values over several lines. The last of two
 * assignments of one name counts. Source: docs.docker.com, "Syntax for environment files in Docker Compose".
 */
export const parseEnvText = (
  input: string,
  { outside, unset = 'problem' }: EnvSurroundings = {},
): EnvText => {
  const text = input.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const entries = new Map<string, EnvEntry>();
  const problems: EnvProblem[] = [];
  const scope: Scope = {
    lookup: (key) => outside?.(key) ?? entries.get(key)?.value,
    isStrict: unset === 'problem',
  };
  let line = 1;
  let above = '';
  for (let at = 0; at < text.length; ) {
    const end = lineEnd(text, at);
    const head = text.slice(at, end).trimStart();
    const start = end - head.length;
    if (head.trim() === '' || head.startsWith('#')) {
      above += `${inOneLine(text.slice(at, end))}\n`;
      at = end + 1;
      line += 1;
      continue;
    }
    const alone = outside ? inherited.exec(head)?.[1] : undefined;
    if (outside && alone !== undefined) {
      const value = outside(alone);
      if (value !== undefined) entries.set(alone, { name: alone, value, line });
      above = '';
      at = end + 1;
      line += 1;
      continue;
    }
    const match = assignment.exec(head);
    const name = match?.[1] ?? '';
    const wrong = match ? nameProblem(name) : 'write NAME=value';
    const read = match ? readValue(text, start + match[0].length, scope) : { value: '', end, beside: '' };
    const problem = wrong ?? read.problem;
    const { value, beside } = read;
    if (problem === undefined)
      entries.set(name, { name, value, line, ...(above && { above }), ...(beside && { beside }) });
    else problems.push({ line, message: problem });
    above = '';
    line += text.slice(at, read.end).split('\n').length;
    at = read.end + 1;
  }
  return { entries: [...entries.values()], below: above, problems };
};

const harmless = /^[A-Za-z0-9_./:@%+,=-]*$/;
const escaped: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  $: '\\$',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

const quote = (value: string): string => {
  if (harmless.test(value)) return value;
  if (/^[^'\\\r\uFEFF]*$/.test(value)) return `'${value}'`;
  return `"${value.replace(/[\\"$\n\r\t]/g, (char) => escaped[char] ?? char)}"`;
};

/** Writes variables so that `parseEnvText`, and Compose, read exactly the same values, in the same order, again. */
export const formatEnvText = (
  variables: readonly ({ readonly name: string; readonly value: string } & EnvComments)[],
  below = '',
): string => variables.map(lineOf).join('') + below;

const lineOf = ({
  name,
  value,
  above = '',
  beside,
}: { readonly name: string; readonly value: string } & EnvComments): string =>
  `${above}${name}=${quote(value)}${beside ? ` ${beside}` : ''}\n`;

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

type Lookup = (name: string) => string | undefined;

const reference = /^\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-+?])([^{}]*))?\})/;

const resolve = (found: string | undefined, operator: string, operand: string): string | undefined => {
  const isSet = operator.startsWith(':') ? Boolean(found) : found !== undefined;
  if (operator.endsWith('-')) return isSet ? found : operand;
  if (operator.endsWith('+')) return isSet ? operand : '';
  return isSet || operator === '' ? found : undefined;
};

/** Reads one `$…` at the start of `text`: what it stands for, how long it is, and what is wrong with it. */
const readReference = (text: string, lookup: Lookup): { value: string; length: number; problem?: string } => {
  if (text.startsWith('$$')) return { value: '$', length: 2 };
  const match = reference.exec(text);
  if (!match) return { value: '$', length: 1 };
  const name = match[1] ?? match[2] ?? '';
  const value = resolve(lookup(name), match[3] ?? '', match[4] ?? '');
  if (value !== undefined) return { value, length: match[0].length };
  return {
    value: '',
    length: match[0].length,
    problem: `${name} is not set above this line; write $$ for a plain dollar sign`,
  };
};

const expand = (text: string, lookup: Lookup): { value: string; problem?: string } => {
  let value = '';
  let problem: string | undefined;
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '$') {
      value += text[at];
      at += 1;
      continue;
    }
    const read = readReference(text.slice(at), lookup);
    value += read.value;
    problem ??= read.problem;
    at += read.length;
  }
  return problem === undefined ? { value } : { value, problem };
};

const readPlain = (text: string, from: number, lookup: Lookup): Reading => {
  const end = lineEnd(text, from);
  const raw = text.slice(from, end);
  const comment = raw.search(/(?:^|\s)#/);
  const value = expand((comment === -1 ? raw : raw.slice(0, comment)).trimEnd(), lookup);
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

const readDouble = (text: string, from: number, lookup: Lookup): Reading => {
  let value = '';
  let problem: string | undefined;
  for (let at = from + 1; at < text.length; ) {
    const char = text[at];
    const next = text[at + 1] ?? '';
    if (char === '"') return problem === undefined ? { value, end: at + 1 } : { value, end: at + 1, problem };
    if (char === '\\' && (next === '$' || escapes[next] !== undefined)) {
      value += escapes[next] ?? next;
      at += 2;
    } else if (char === '$') {
      const read = readReference(text.slice(at), lookup);
      value += read.value;
      problem ??= read.problem;
      at += read.length;
    } else {
      value += char;
      at += 1;
    }
  }
  return unterminated(text, from, '"');
};

const readValue = (text: string, from: number, lookup: Lookup): Reading => {
  if (text[from] === "'" || text[from] === '"') {
    const read = text[from] === "'" ? readSingle(text, from) : readDouble(text, from, lookup);
    const end = lineEnd(text, read.end);
    const rest = text.slice(read.end, end).trim();
    if (read.problem === undefined && rest && !rest.startsWith('#'))
      return { ...read, end, problem: 'only a comment may follow the closing quote' };
    return { ...read, end, ...besideOf(rest) };
  }
  return readPlain(text, from, lookup);
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
export const parseEnvText = (input: string): EnvText => {
  const text = input.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const entries = new Map<string, EnvEntry>();
  const problems: EnvProblem[] = [];
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
    const match = assignment.exec(head);
    const name = match?.[1] ?? '';
    const wrong = match ? nameProblem(name) : 'write NAME=value';
    const read = match
      ? readValue(text, start + match[0].length, (key) => entries.get(key)?.value)
      : { value: '', end, beside: '' };
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

import { parseEnvText } from '#shared/model/env-text.ts';
import { type Scope, scopeKey } from '#shared/model/variables/scope.ts';
import { isSecretByName } from '#shared/model/variables/secret-name.ts';
import { usageFailure } from '../failure.ts';
import type { CallOptions, HostClient } from '../host/client.ts';
import type { Io } from '../io.ts';
import { levelOf } from './level.ts';

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly isSecret: boolean;
  readonly scope?: Scope | undefined;
  readonly above?: string | undefined;
  readonly beside?: string | undefined;
}

interface VariableList {
  readonly version: number;
  readonly variables: readonly Variable[];
}

/** A value with a scope is another one than that of the same name which holds everywhere. */
const keyOf = ({ name, scope }: Pick<Variable, 'name' | 'scope'>): string =>
  `${name.toUpperCase()} ${scopeKey(scope ?? {})}`;

const assignment = (word: string, isSecret: boolean, io: Pick<Io, 'read' | 'err'>): Variable => {
  const equals = word.indexOf('=');
  if (equals < 1) throw usageFailure(`“${word}” is not of the form NAME=VALUE.`);
  const name = word.slice(0, equals);
  const text = word.slice(equals + 1);
  if (text.startsWith('@') && !text.startsWith('@@'))
    return { name, value: io.read(text.slice(1)), isSecret };
  if (isSecret) {
    io.err(
      `Warning: others on this machine can read ${name} in the process list; use ${name}=@FILE or @-.\n`,
    );
  }
  return { name, value: text.replace(/^@@/, '@'), isSecret };
};

/** `variable set PATH A=1 --secret B=@file`: the given ones changed where they hold, all others as they are. */
export const parseAssignments = (
  words: readonly string[],
  io: Pick<Io, 'read' | 'err'>,
  scope: Scope = {},
): readonly Variable[] =>
  parsed(words, io).map((each) => (Object.keys(scope).length > 0 ? { ...each, scope } : each));

const parsed = (words: readonly string[], io: Pick<Io, 'read' | 'err'>): readonly Variable[] =>
  words.flatMap((word, at) => {
    if (word === '--secret') return [];
    if (word.startsWith('--secret=')) return [assignment(word.slice('--secret='.length), true, io)];
    if (word.startsWith('--')) throw usageFailure(`${word} is not known.`);
    return [assignment(word, words[at - 1] === '--secret', io)];
  });

/**
 * The variables of the text of an env file, with its comments. A name that is a secret there stays one, and a new one is
 * where its name says so.
 */
export const parseImport = (text: string, list: readonly Variable[]): readonly Variable[] => {
  const { entries, problems } = parseEnvText(text);
  const [first] = problems;
  if (first) throw usageFailure(`Line ${first.line}: ${first.message}.`);
  return entries.map(({ line: _, ...entry }) => {
    const known = list.find((each) => keyOf(each) === keyOf(entry));
    return { ...entry, isSecret: known?.isSecret ?? isSecretByName(entry.name, entry.value) };
  });
};

/** The list with these set, in place where they are and at the end where they are new. */
export const withAssigned = (list: readonly Variable[], given: readonly Variable[]): readonly Variable[] => {
  const byKey = new Map(list.map((each) => [keyOf(each), each]));
  for (const each of given) {
    const { above, beside } = byKey.get(keyOf(each)) ?? {};
    byKey.set(keyOf(each), { ...(above ? { above } : {}), ...(beside ? { beside } : {}), ...each });
  }
  return [...byKey.values()];
};

/** The list without these, of one scope or else whatever their scopes; a name that is not in it is a usage failure. */
export const without = (
  list: readonly Variable[],
  names: readonly string[],
  scope?: Scope,
): readonly Variable[] => {
  const isCalled = (each: Variable, name: string): boolean =>
    scope ? keyOf(each) === keyOf({ name, scope }) : each.name.toUpperCase() === name.toUpperCase();
  const unknown = names.find((name) => !list.some((each) => isCalled(each, name)));
  if (unknown !== undefined) throw usageFailure(`There is no variable ${unknown}.`);
  return list.filter((each) => !names.some((name) => isCalled(each, name)));
};

interface Edit {
  readonly before: readonly Variable[];
  readonly after: readonly Variable[];
  /** Saves it and answers what holds now; a change by somebody else in between is a CONFLICT. */
  save(): Promise<unknown>;
}

/** What a change of the variables of what a path names would come to, not saved yet. */
export const editVariables = async (
  client: HostClient,
  path: string,
  change: (list: readonly Variable[]) => readonly Variable[],
  options: CallOptions,
): Promise<Edit> => {
  const level = levelOf(path);
  const at = { [`${level}Id`]: path };
  const { version, variables: before } = (await client.call(
    `${level}Variables.list`,
    at,
    options,
  )) as VariableList;
  const after = change(before);
  const save = () => client.call(`${level}Variables.replace`, { ...at, version, variables: after }, options);
  return { before, after, save };
};

/** One line a value that is added (+), changed (~) or removed (-), secrets masked; what stays the same is left out. */
export const differenceLines = (before: readonly Variable[], after: readonly Variable[]): string[] => {
  const [old, now] = [before, after].map((list) => new Map(list.map((each) => [keyOf(each), each])));
  const keys = new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])]);
  return [...keys].flatMap((key) => {
    const [was, is] = [old?.get(key), now?.get(key)];
    if (!is) return was ? [`- ${wordsOf(was)}`] : [];
    if (!was) return [`+ ${wordsOf(is)}`];
    const isSame = was.value === is.value && was.isSecret === is.isSecret;
    return isSame ? [] : [`~ ${wordsOf(is)}, was ${shown(was)}`];
  });
};

const shown = ({ value, isSecret }: Variable): string => (isSecret ? '•••' : JSON.stringify(value ?? ''));

const wordsOf = (variable: Variable): string => {
  const scope = Object.entries(variable.scope ?? {}).map(
    ([dimension, ids]) => `${dimension} ${[ids].join()}`,
  );
  return `${variable.name}${scope.length > 0 ? ` (${scope.join('; ')})` : ''} = ${shown(variable)}`;
};

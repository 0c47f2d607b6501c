import { usageFailure } from './failure.ts';
import type { CallOptions, HostClient } from './host/client.ts';
import type { Io } from './io.ts';

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly isSecret: boolean;
}

interface VariableList {
  readonly version: number;
  readonly variables: readonly Variable[];
}

const keyOf = (name: string): string => name.toUpperCase();

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

/** `variable set PATH A=1 --secret B=@file`: the given ones changed, all others as they are. */
export const parseAssignments = (
  words: readonly string[],
  io: Pick<Io, 'read' | 'err'>,
): readonly Variable[] =>
  words.flatMap((word, at) => {
    if (word === '--secret') return [];
    if (word.startsWith('--secret=')) return [assignment(word.slice('--secret='.length), true, io)];
    if (word.startsWith('--')) throw usageFailure(`${word} is not known.`);
    return [assignment(word, words[at - 1] === '--secret', io)];
  });

/** The list with these set, in place where they are and at the end where they are new. */
export const withAssigned = (list: readonly Variable[], given: readonly Variable[]): readonly Variable[] => {
  const byName = new Map(list.map((each) => [keyOf(each.name), each]));
  for (const each of given) byName.set(keyOf(each.name), each);
  return [...byName.values()];
};

/** The list without these; a name that is not in it is a usage failure. */
export const without = (list: readonly Variable[], names: readonly string[]): readonly Variable[] => {
  const unknown = names.find((name) => !list.some((each) => keyOf(each.name) === keyOf(name)));
  if (unknown !== undefined) throw usageFailure(`There is no variable ${unknown}.`);
  const gone = new Set(names.map(keyOf));
  return list.filter((each) => !gone.has(keyOf(each.name)));
};

/** Changes the variables of a service; a change by somebody else in between is a CONFLICT. */
export const editVariables = async (
  client: HostClient,
  serviceId: string,
  change: (list: readonly Variable[]) => readonly Variable[],
  options: CallOptions,
): Promise<unknown> => {
  const { version, variables } = (await client.call('variable.list', { serviceId }, options)) as VariableList;
  const input = { serviceId, version, variables: change(variables) };
  return client.call('variable.replace', input, options);
};

import { dimensions, type Scope, scopeKey } from '#shared/model/variables/scope.ts';
import { exitCodes } from '../exit-codes.ts';
import { usageFailure } from '../failure.ts';
import { createClient } from '../host/client.ts';
import { discoverHost } from '../host/discover.ts';
import type { Io } from '../io.ts';
import {
  differenceLines,
  editVariables,
  parseAssignments,
  parseImport,
  withAssigned,
  without,
} from './edit.ts';
import { scopeIds } from './scope-ids.ts';

/** What the contract has in one operation only, the replacing of all; by verb, with what follows the path. */
export const variableEdits: Readonly<Record<string, { readonly form: string; readonly summary: string }>> = {
  set: {
    form: 'NAME=VALUE … [--secret NAME=@FILE …] [--server NAME …] [--environment NAME …]',
    summary: 'Set variables and leave the others as they are',
  },
  unset: {
    form: 'NAME … [--server NAME …] [--environment NAME …]',
    summary: 'Remove variables, in one scope or in all, and leave the others as they are',
  },
  import: { form: '[FILE]', summary: 'Set what an env file has, or standard input, and leave the others' },
};

export const isVariableEdit = ([noun, verb = '']: readonly string[]): boolean =>
  noun === 'variable' && Object.hasOwn(variableEdits, verb);

const withValue = ['url', 'token', 'data'] as const;
const isFlag = new Set(['--json', '--help', '--dry-run']);
const isDimension = (name: string): boolean => dimensions.some((each) => each === name);

/** Parts what belongs to every command, and where values hold, from what names variables. */
const split = (words: readonly string[]) => {
  const options: Record<string, string> = {};
  const scope: Record<string, string[]> = {};
  const rest: string[] = [];
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? '';
    const [, name = '', inline] = /^--([a-z]+)(?:=(.*))?$/s.exec(word) ?? [];
    at += 1;
    if (isFlag.has(word)) options[word.slice(2)] = 'true';
    else if (isDimension(name)) {
      scope[name] = [...(scope[name] ?? []), inline ?? words[at] ?? ''];
      at += inline === undefined ? 1 : 0;
    } else if (withValue.some((each) => each === name)) {
      options[name] = inline ?? words[at] ?? '';
      at += inline === undefined ? 1 : 0;
    } else rest.push(word);
  }
  return { options, scope, rest };
};

type Change = Parameters<typeof editVariables>[2];

const changeOf = (verb: string, words: readonly string[], scope: Scope, io: Io): Change => {
  if (verb === 'unset') return (list) => without(list, words, scopeKey(scope) === '' ? undefined : scope);
  if (verb === 'import') {
    const text = io.read(words[0] ?? '-');
    return (list) => withAssigned(list, parseImport(text, list));
  }
  const assigned = parseAssignments(words, io, scope);
  return (list) => withAssigned(list, assigned);
};

/** Runs `variable set|unset|import PATH …` and answers the exit code. */
export const runVariableEdit = async ([, verb = '', ...argv]: readonly string[], io: Io): Promise<number> => {
  const { options: given, scope, rest } = split(argv);
  const [path, ...words] = rest;
  const form = `quayside variable ${verb} PATH ${variableEdits[verb]?.form ?? ''} [--dry-run]`;
  if (given.help) {
    io.out(`Usage: ${form}\n`);
    return exitCodes.ok;
  }
  const isWhole = verb === 'import' ? words.length < 2 : words.length > 0;
  if (path === undefined || path.startsWith('-') || !isWhole) throw usageFailure(`Usage: ${form}`);
  if (verb === 'import' && Object.keys(scope).length > 0)
    throw usageFailure('The text of an env file has no scopes: set such values one by one.');
  const client = createClient(discoverHost(given, io));
  const options = { signal: io.signal };
  const change = changeOf(verb, words, await scopeIds(client, path, scope, options), io);
  const { before, after, save } = await editVariables(client, path, change, options);
  if (given['dry-run']) {
    const lines = differenceLines(before, after);
    io.out(lines.length > 0 ? `${lines.join('\n')}\nNothing was saved.\n` : 'Nothing would change.\n');
    return exitCodes.ok;
  }
  const answer = await save();
  io.out(
    given.json ? `${JSON.stringify(answer, null, 2)}\n` : 'Done; it takes effect with the next deployment.\n',
  );
  return exitCodes.ok;
};

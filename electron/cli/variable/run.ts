import { exitCodes } from '../exit-codes.ts';
import { usageFailure } from '../failure.ts';
import { createClient } from '../host/client.ts';
import { discoverHost } from '../host/discover.ts';
import type { Io } from '../io.ts';
import { editVariables, parseAssignments, parseImport, withAssigned, without } from './edit.ts';

/** What the contract has in one operation only, the replacing of all; by verb, with what follows the path. */
export const variableEdits: Readonly<Record<string, { readonly form: string; readonly summary: string }>> = {
  set: {
    form: 'NAME=VALUE … [--secret NAME=@FILE …]',
    summary: 'Set variables and leave the others as they are',
  },
  unset: { form: 'NAME …', summary: 'Remove variables and leave the others as they are' },
  import: { form: '[FILE]', summary: 'Set what an env file has, or standard input, and leave the others' },
};

export const isVariableEdit = ([noun, verb = '']: readonly string[]): boolean =>
  noun === 'variable' && Object.hasOwn(variableEdits, verb);

const withValue = ['url', 'token', 'data'] as const;

/** Parts what belongs to every command from what names variables. */
const split = (words: readonly string[]) => {
  const options: Record<string, string> = {};
  const rest: string[] = [];
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? '';
    const [, name = '', inline] = /^--([a-z]+)(?:=(.*))?$/s.exec(word) ?? [];
    at += 1;
    if (word === '--json' || word === '--help') options[name] = 'true';
    else if (withValue.some((each) => each === name)) {
      options[name] = inline ?? words[at] ?? '';
      at += inline === undefined ? 1 : 0;
    } else rest.push(word);
  }
  return { options, rest };
};

type Change = Parameters<typeof editVariables>[2];

const changeOf = (verb: string, words: readonly string[], io: Io): Change => {
  if (verb === 'unset') return (list) => without(list, words);
  if (verb === 'import') {
    const text = io.read(words[0] ?? '-');
    return (list) => withAssigned(list, parseImport(text, list));
  }
  const assigned = parseAssignments(words, io);
  return (list) => withAssigned(list, assigned);
};

/** Runs `variable set|unset|import PATH …` and answers the exit code. */
export const runVariableEdit = async ([, verb = '', ...argv]: readonly string[], io: Io): Promise<number> => {
  const { options: given, rest } = split(argv);
  const [path, ...words] = rest;
  const form = `quayside variable ${verb} PATH ${variableEdits[verb]?.form ?? ''}`;
  if (given.help) {
    io.out(`Usage: ${form}\n`);
    return exitCodes.ok;
  }
  const isWhole = verb === 'import' ? words.length < 2 : words.length > 0;
  if (path === undefined || path.startsWith('-') || !isWhole) throw usageFailure(`Usage: ${form}`);
  const change = changeOf(verb, words, io);
  const answer = await editVariables(createClient(discoverHost(given, io)), path, change, {
    signal: io.signal,
  });
  io.out(
    given.json ? `${JSON.stringify(answer, null, 2)}\n` : 'Done; it takes effect with the next deployment.\n',
  );
  return exitCodes.ok;
};

import { editVariables, parseAssignments, withAssigned, without } from './edit-variables.ts';
import { exitCodes } from './exit-codes.ts';
import { usageFailure } from './failure.ts';
import { createClient } from './host/client.ts';
import { discoverHost } from './host/discover.ts';
import type { Io } from './io.ts';

const verbs = ['set', 'unset'];
const withValue = ['url', 'token', 'data'] as const;

/** The two commands that the contract has in one operation only, `variable replace`. */
export const isVariableEdit = ([noun, verb = '']: readonly string[]): boolean =>
  noun === 'variable' && verbs.includes(verb);

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

/** Runs `variable set PATH NAME=VALUE …` or `variable unset PATH NAME …` and answers the exit code. */
export const runVariableEdit = async ([, verb, ...argv]: readonly string[], io: Io): Promise<number> => {
  const { options: given, rest } = split(argv);
  const [path, ...words] = rest;
  const form = `quayside variable ${verb} PATH ${verb === 'set' ? 'NAME=VALUE … [--secret NAME=@FILE …]' : 'NAME …'}`;
  if (given.help) {
    io.out(`Usage: ${form}\n`);
    return exitCodes.ok;
  }
  if (path === undefined || path.startsWith('-') || words.length === 0) throw usageFailure(`Usage: ${form}`);
  const assigned = verb === 'set' ? parseAssignments(words, io) : [];
  const client = createClient(discoverHost(given, io));
  const options = { signal: io.signal };
  const change = (variables: Parameters<typeof withAssigned>[0]) =>
    verb === 'set' ? withAssigned(variables, assigned) : without(variables, words);
  const answer = await editVariables(client, path, change, options);
  io.out(
    given.json ? `${JSON.stringify(answer, null, 2)}\n` : 'Done; it takes effect with the next deployment.\n',
  );
  return exitCodes.ok;
};

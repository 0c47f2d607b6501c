import { describe, expect, it } from 'vitest';
import { operations } from '#shared/contract/operations.ts';
import { commandHelp } from '../help.ts';
import { makeRequest } from '../host/make-request.ts';
import { type Command, commands, startsRun } from './commands.ts';
import { globalOptions } from './options.ts';
import { parseWords } from './parse-words.ts';

const word = /^[a-z][a-z-]*$/;
const words = (command: Command) => [
  command.noun,
  command.verb,
  ...command.positionals.map(({ kind }) => (kind === 'number' ? '7' : 'text')),
];

describe('the commands', () => {
  it('are all operations of the contract, each under words of its own', () => {
    expect(commands.map(({ operation }) => operation.name)).toEqual(operations.map(({ name }) => name));
    expect(new Set(commands.map(({ noun, verb }) => `${noun} ${verb}`)).size).toBe(commands.length);
  });

  it('have REST routes that no other has', () => {
    const routes = operations.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`);
    expect(new Set(routes).size).toBe(routes.length);
  });
});

describe.each(commands)('quayside $noun $verb', (command) => {
  it('has plain words, a summary, and a permission or a reason why it needs none', () => {
    expect([command.noun, command.verb].every((each) => word.test(each))).toBe(true);
    expect(command.summary.length).toBeGreaterThan(8);
    const { permission, open } = command.operation.meta;
    expect(Boolean(permission) !== Boolean(open)).toBe(true);
  });

  it('has a flag of its own for every field of its input', () => {
    const flags = command.fields.map(({ flag }) => flag);
    expect(command.fields.map(({ name }) => name)).toEqual(Object.keys(command.operation.input.shape));
    expect(new Set(flags).size).toBe(flags.length);
    for (const flag of flags) expect(flag).toMatch(word);
    if (startsRun(command)) for (const name of ['wait', 'follow']) expect(flags).not.toContain(name);
    for (const name of ['json', 'dry-run', 'url', 'token', 'help']) expect(flags).not.toContain(name);
  });

  it('takes what its path names as words, and explains every field', () => {
    const parsed = parseWords(words(command));
    expect(parsed.command).toBe(command);
    const given = parsed.values.map(({ field }) => field.name);
    for (const name of command.operation.pathParameters) expect(given).toContain(name);
    const help = commandHelp(command);
    for (const { flag } of command.fields) expect(help).toContain(`--${flag}`);
    expect(help).toContain(command.summary);
  });

  it('makes a request whose path has no parameter left', () => {
    const input = Object.fromEntries(command.operation.pathParameters.map((name) => [name, 'a/b ?#é']));
    const { path } = makeRequest(command.operation, input);
    expect(path).not.toMatch(/[{}\s#]/);
    expect(path.split('/')).toHaveLength(command.operation.path.split('/').length + 2);
  });
});

it('lets a field go before an option of the same name', () => {
  expect(Object.keys(globalOptions)).toContain('data');
  const { values, options } = parseWords(['terminal', 'write', 'term', '--data', 'ls']);
  expect(values.map(({ text }) => text)).toEqual(['term', 'ls']);
  expect(options.data).toBeUndefined();
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCommandText, parseCommandText, shellOperator } from './command-text.ts';

const read = (text: string) => {
  const command = parseCommandText(text);
  return command.isValid ? command.arguments : command.problem;
};

describe('a command line', () => {
  it.each<[string, readonly string[]]>([
    ['', []],
    ['  node   server.js ', ['node', 'server.js']],
    ['sh -c "echo a && echo b"', ['sh', '-c', 'echo a && echo b']],
    [`sh -c 'it'"'"'s'`, ['sh', '-c', "it's"]],
    ['--name="a b"c', ['--name=a bc']],
    ['a\\ b', ['a b']],
    ['"" x', ['', 'x']],
    ['"\\"\\\\\\n"', ['"\\\\n']],
    ['echo $HOME *', ['echo', '$HOME', '*']],
  ])('reads %j', (text, command) => {
    expect(read(text)).toEqual(command);
  });

  it.each([
    ['echo "open', /closing " is missing/],
    ["echo 'open", /closing ' is missing/],
    ['echo \\', /backslash/],
  ])('says what is wrong with %j', (text, message) => {
    expect(read(text)).toMatch(message);
  });

  it('brings every vector of arguments back as it was', () => {
    const argument = fc.string({
      unit: fc.oneof(fc.constantFrom(...' \'"\\$;&|\n\tab-='), fc.string({ unit: 'binary', maxLength: 1 })),
    });
    fc.assert(
      fc.property(fc.array(argument), (command) => {
        expect(read(formatCommandText(command))).toEqual(command);
      }),
      { numRuns: 1_000 },
    );
  });

  it('points at shell operators that would do nothing', () => {
    expect(shellOperator(['npm', 'ci', '&&', 'npm', 'start'])).toBe('&&');
    expect(shellOperator(['/bin/sh', '-c', '&&'])).toBeUndefined();
  });
});

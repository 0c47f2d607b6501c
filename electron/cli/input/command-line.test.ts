import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandLine } from '#shared/model/command-line.ts';
import { type Command, commands, type Field } from './commands.ts';
import { parseWords } from './parse-words.ts';
import { readValues } from './read-values.ts';

/** Words as a shell takes them apart. */
const wordsOf = (line: string): string[] =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${line}`])
    .toString()
    .split('\0')
    .slice(0, -1);

const readBack = (words: readonly string[]): unknown => {
  const { values } = parseWords(words.slice(1));
  return readValues(values, { read: () => '', err: () => undefined });
};

const text = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .filter((value) => value !== 'null' && !value.includes('\0'));

const arbitraryOf = (field: Field): fc.Arbitrary<unknown> => {
  if (field.kind === 'boolean') return fc.boolean();
  if (field.kind === 'number') return fc.integer();
  if (field.kind === 'object') return fc.dictionary(fc.constantFrom('a', 'b'), text);
  if (field.kind === 'list') return fc.array(text, { maxLength: 3 });
  return field.references.length > 0 ? text.filter((value) => value !== '') : text;
};

const inputOf = ({ fields }: Command): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(fields.map((field) => [field.name, arbitraryOf(field)])), {
    requiredKeys: [],
  });

describe('a command line that is copied', () => {
  it.each(commands)('means the same input of $noun $verb again', (command) => {
    fc.assert(
      fc.property(inputOf(command), (input) => {
        const line = commandLine(command.operation.name, input);
        // One word per shell word: the shell itself is asked below, for it costs a process.
        expect(readBack(unquoted(line))).toEqual(input);
      }),
      { numRuns: 10 },
    );
  });

  it('comes through a shell as it is', () => {
    const evil = [
      'a b',
      "it's",
      '$(touch /tmp/x)',
      '`id`',
      '"',
      '\\',
      '\n',
      '!!',
      '-x',
      '@file',
      '*',
      '~',
      'é',
    ];
    const input = { serviceId: 'acme/shop/production/web', spec: { evil } };
    const words = wordsOf(commandLine('service.configure', input));
    expect(words.slice(0, 3)).toEqual(['quayside', 'service', 'configure']);
    expect(readBack(words)).toEqual(input);
  });
});

/** Takes a line apart as POSIX says of words without quotes and between single ones, which is all that a line has. */
function unquoted(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|\\'|[^\s'\\])+/gs)].map(([word]) =>
    word.replace(/'([^']*)'|\\'/gs, (whole, inner?: string) => (whole === "\\'" ? "'" : (inner ?? ''))),
  );
}

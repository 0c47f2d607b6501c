import { shellWord } from './shell-word.ts';

/** `identityProvider` → `identity-provider`. */
export function kebab(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The flag of a field of an input: `serverId` → `server`, `isProtected` → `protected`. */
export function flagOf(name: string): string {
  return kebab(name.replace(/(?<=.)Id$/, '').replace(/^is(?=[A-Z])/, '')).replace(/^-/, '');
}

/**
 * The call of an operation as a line for a terminal, every field by its flag; ids may be replaced by paths. What is
 * undefined is left out. The command line reads the same input from it: `electron/cli/input/command-line.test.ts`.
 */
export function commandLine(operation: string, input: Readonly<Record<string, unknown>>): string {
  const words = operation.split('.').map(kebab);
  const fields = Object.entries(input).flatMap(([name, value]) => fieldWords(flagOf(name), value));
  return ['quayside', ...words, ...fields].map(shellWord).join(' ');
}

function fieldWords(flag: string, value: unknown): string[] {
  if (value === undefined) return [];
  if (typeof value === 'boolean') return [value ? `--${flag}` : `--no-${flag}`];
  return [`--${flag}`, textOf(value)];
}

/** A leading `@` would be a file's name. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value.startsWith('@') ? `@${value}` : value;
  return JSON.stringify(value);
}

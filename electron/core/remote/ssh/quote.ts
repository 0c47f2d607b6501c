import { AppError } from '#shared/model/errors.ts';

const refuse = (message: string): never => {
  throw new AppError('INVALID_INPUT', { issues: [{ path: '', message }] });
};

/**
 * One argument as shell text that stands for exactly these characters, in every POSIX shell and in fish (whose
 * single quotes know backslashes). NUL and lone surrogates have no such text and are refused.
 */
const quoteArgument = (argument: string): string => {
  if (argument.includes('\0')) refuse('A command argument cannot contain a NUL character.');
  if (!argument.isWellFormed()) refuse('A command argument must be well-formed Unicode.');
  return `'${argument.replaceAll(/['\\]/g, (c) => (c === "'" ? `'"'"'` : `'\\\\'`))}'`;
};

/** The only place where a command text is made: an argument vector as the text sshd hands to the login shell. */
export const quoteCommand = (argv: readonly string[]): string => {
  if (!argv[0]) refuse('A command needs a program name.');
  return argv.map(quoteArgument).join(' ');
};

import { usageFailure } from '../failure.ts';

/** The files of a compose project as they were named on the command line. */
export interface FileFlags {
  /** Compose files, each laid over the one before. */
  readonly composeFiles: readonly string[];
  readonly envFile: string | undefined;
}

/** Flags that stand for a part of a configuration, by the commands that take them. */
export const fileFlags: Readonly<Record<string, string>> = {
  file: 'a compose file, or - for standard input; repeatable, each is laid over the one before',
  'env-file': 'its .env',
};

/** Whether a command takes the files of a compose project by their flags. */
export function takesFiles(noun: string, verb: string): boolean {
  return noun === 'service' && (verb === 'create' || verb === 'configure');
}

/** Takes `--file` and `--env-file` off a command line that has them; the rest is as for any operation. */
export function splitFileFlags(argv: readonly string[]): {
  readonly rest: readonly string[];
  readonly files: FileFlags | undefined;
} {
  const [noun = '', verb = ''] = argv;
  if (!takesFiles(noun, verb)) return { rest: argv, files: undefined };
  const rest: string[] = [];
  const composeFiles: string[] = [];
  const envFiles: string[] = [];
  const words = [...argv];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [, name, text] = /^--(file|env-file)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) rest.push(word);
    else {
      const path = text ?? words.shift();
      if (!path) throw usageFailure(`--${name} needs the path of a file.`);
      (name === 'file' ? composeFiles : envFiles).push(path);
    }
    if (word === '--') rest.push(...words.splice(0));
  }
  if (envFiles.length > 1) throw usageFailure('--env-file is given once: a project has one .env.');
  const isGiven = composeFiles.length > 0 || envFiles.length > 0;
  return { rest, files: isGiven ? { composeFiles, envFile: envFiles[0] } : undefined };
}

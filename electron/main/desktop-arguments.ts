import { resolve } from 'node:path';

/** The value of `--data DIR` or `--data=DIR`, made absolute; undefined where it is not given. */
export const dataFolderOf = (argv: readonly string[], workingFolder: string): string | undefined => {
  const index = argv.findIndex((word) => word === '--data' || word.startsWith('--data='));
  const word = argv[index];
  if (word === undefined) return undefined;
  const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : argv[index + 1];
  return value ? resolve(workingFolder, value) : undefined;
};

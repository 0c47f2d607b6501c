import { AppError } from '#shared/model/errors.ts';

interface Failure {
  readonly what: string;
  readonly cure?: string;
  readonly curedBy?: 'setup' | 'registry';
}

/** What the exit codes of the build script mean. */
const failures: Readonly<Record<number, Failure>> = {
  20: { what: 'The repository was not found.', cure: 'Check its address, and whether the key may read it.' },
  21: {
    what: 'The repository did not let us in.',
    cure: 'It is private or the key is not the right one: add the deploy key, or a user name with a token.',
  },
  22: { what: 'The branch, tag or commit is not in the repository.', cure: 'Check its name.' },
  23: { what: 'The folder is not in the repository.', cure: 'Check the sub-directory.' },
  24: { what: 'There is no Dockerfile there.', cure: 'Add one, or name the right folder and file.' },
  25: { what: 'The build failed.', cure: 'The log shows the step that failed.' },
  26: {
    what: 'Docker cannot be used for this build.',
    cure: "Set the server up again, or see the server's check page.",
    curedBy: 'setup',
  },
  27: {
    what: 'git is not installed on the server.',
    cure: 'Set the server up again, or install git on it.',
    curedBy: 'setup',
  },
  28: {
    what: "The git server's host key is not the one that is trusted.",
    cure: 'Compare the fingerprints before trusting another key.',
  },
  29: {
    what: 'The git server could not be reached from the server.',
    cure: 'Check the address and the network.',
  },
  30: { what: 'The disk of the server is full.', cure: 'Free some space on it.' },
  32: { what: 'git failed.', cure: 'The log shows what it said.' },
  33: {
    what: 'There is no index.html in the folder.',
    cure: 'Check the sub-directory; it has to be the one that is served.',
  },
  34: {
    what: 'The registry of a base image refused.',
    cure: 'Check the name behind FROM. If it is private, add a registry for it under Connections → Registries.',
    curedBy: 'registry',
  },
  35: {
    what: 'The folder could not be unpacked on the server.',
    cure: 'Send it anew; the log shows what tar said.',
  },
  124: { what: 'It took too long and was ended.', cure: 'Raise the time limit, or find out what hangs.' },
};

const unexpected: Failure = { what: 'The build ended in an unexpected way.' };

/** The failure of a build job, or of another one with git, by its exit code; `lastLines` are the end of its log. */
export const gitBuildFailure = (
  server: string,
  exitCode: number | undefined,
  lastLines = '',
  action = 'Building the image',
): AppError => {
  const { what, cure, curedBy } = failures[exitCode ?? -1] ?? unexpected;
  const stderr = [what, lastLines.slice(-1_500)].filter(Boolean).join('\n');
  return new AppError('REMOTE_FAILED', {
    server,
    action,
    exitCode,
    stderr,
    cure,
    curedBy,
  });
};

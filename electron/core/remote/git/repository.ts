import { AppError } from '#shared/model/errors.ts';
import { cancelJob, readJobFile, removeJob } from '../jobs/end.ts';
import { followJobLog } from '../jobs/log.ts';
import { absolutePath } from '../jobs/run-script.ts';
import { startJob } from '../jobs/start.ts';
import { hasEnded, jobStatus } from '../jobs/status.ts';
import { execOrThrow } from '../ssh/exec.ts';
import type { SshConnection } from '../ssh/types.ts';
import { gitBuildFailure } from './build-failure.ts';
import { fetchScript } from './fetch-script.ts';
import { type GitOrigin, originFiles } from './origin.ts';

/** A commit to bring to the server. */
export interface Fetch extends GitOrigin {
  readonly jobId: string;
  /** The bare repository that keeps it; absent: one that goes with the job. */
  readonly repository?: string | undefined;
  readonly timeoutSeconds: number;
  readonly signal?: AbortSignal | undefined;
}

/** One commit in a bare repository on a server. */
export interface Fetched {
  readonly repository: string;
  readonly commit: string;
  /** The git server's key, where none was known. */
  readonly knownHosts: string | undefined;
}

/**
 * Fetches one commit as a job, which goes on where an earlier call left it, and waits for its end. The job's folder stays
 * until `removeJob`. REMOTE_FAILED with what git said.
 */
export async function fetchCommit(connection: SshConnection, fetch: Fetch): Promise<Fetched> {
  const { jobId: id, repository, timeoutSeconds, signal } = fetch;
  await startJob(connection, {
    id,
    script: fetchScript,
    timeoutSeconds,
    files: { ...originFiles(fetch), ...(repository && { repository: { bytes: repository } }) },
  });
  const words: string[] = [];
  for (let from = 0; ; ) {
    for await (const { lines, offset } of followJobLog(connection, id, { from, signal })) {
      words.push(...lines.filter((line) => !line.startsWith('::quayside ')));
      words.splice(0, Math.max(0, words.length - 8));
      from = offset;
    }
    const { state, exitCode } = await jobStatus(connection, id);
    if (signal?.aborted) throw new AppError('CANCELLED', { what: 'The fetching of the repository' });
    if (!hasEnded({ state })) continue;
    if (state === 'exited' && exitCode === 0) return readFetched(connection, id);
    throw fetchFailure(connection, exitCode, words);
  }
}

/** Ends a fetch where one may be at work, and removes what it left. */
export async function endFetch(connection: SshConnection, jobId: string): Promise<void> {
  await cancelJob(connection, jobId);
  await removeJob(connection, jobId);
}

async function readFetched(connection: SshConnection, id: string): Promise<Fetched> {
  const [commit = '', repository, knownHosts] = await Promise.all(
    ['commit', 'repository', 'known_hosts'].map(
      async (name) => (await readJobFile(connection, id, name))?.toString('utf8').trim() ?? '',
    ),
  );
  if (!/^[0-9a-f]{40,64}$/.test(commit)) throw fetchFailure(connection, undefined, []);
  return {
    commit,
    repository: absolutePath(connection.label, repository),
    knownHosts: knownHosts || undefined,
  };
}

function fetchFailure(
  connection: SshConnection,
  exitCode: number | undefined,
  words: readonly string[],
): AppError {
  return gitBuildFailure(connection.label, exitCode, words.join('\n'), 'Fetching the repository');
}

/** What stands at a place of a commit. */
export interface GitObject {
  readonly type: 'blob' | 'tree';
  readonly id: string;
  readonly size: number;
}

/**
 * Looks places of a repository up, each as in `<commit>:path/to/file`, links followed as long as they stay in it: null for
 * what is not there, or leads out. Source: git-cat-file(1), `--follow-symlinks`.
 */
export async function lookUp(
  connection: SshConnection,
  repository: string,
  names: readonly string[],
): Promise<(GitObject | null)[]> {
  const stdout = await catFile(connection, repository, '--batch-check', names);
  const found: (GitObject | null)[] = [];
  for (let at = 0; found.length < names.length; ) {
    const end = stdout.indexOf(10, at);
    if (end < 0) throw unreadable(connection);
    const line = stdout.toString('utf8', at, end);
    const [, id, type, size] = /^([0-9a-f]{40,64}) (blob|tree|commit|tag) (\d+)$/.exec(line) ?? [];
    at = end + 1;
    // what leads out, nowhere or in a circle is told with its name, by its length, on a line of its own
    const named = /^(?:symlink|dangling|loop|notdir) (\d+)$/.exec(line);
    if (named) at += Number(named[1]) + 1;
    found.push(id && (type === 'blob' || type === 'tree') ? { id, type, size: Number(size) } : null);
  }
  return found;
}

/** The bytes of files, by the ids that `lookUp` gave. */
export async function readBlobs(
  connection: SshConnection,
  repository: string,
  objects: readonly GitObject[],
): Promise<Buffer[]> {
  if (objects.length === 0) return [];
  const stdout = await catFile(
    connection,
    repository,
    '--batch',
    objects.map(({ id }) => id),
  );
  let at = 0;
  return objects.map(({ id, size }) => {
    const begin = stdout.indexOf(10, at) + 1;
    if (begin === 0 || stdout.toString('utf8', at, begin - 1) !== `${id} blob ${size}`)
      throw unreadable(connection);
    at = begin + size + 1;
    if (at > stdout.length) throw unreadable(connection);
    return stdout.subarray(begin, begin + size);
  });
}

async function catFile(
  connection: SshConnection,
  repository: string,
  mode: '--batch' | '--batch-check',
  names: readonly string[],
): Promise<Buffer> {
  const follow = mode === '--batch-check' ? ['--follow-symlinks'] : [];
  const { stdout } = await execOrThrow(
    connection,
    ['git', '--git-dir', repository, 'cat-file', mode, ...follow],
    {
      action: 'Reading the repository',
      stdin: names.map((name) => `${name}\n`).join(''),
      maxBytes: 8 * 1_048_576,
    },
  );
  return stdout;
}

function unreadable(connection: SshConnection): AppError {
  return new AppError('REMOTE_FAILED', {
    server: connection.label,
    action: 'Reading the repository',
    stderr: 'git did not answer as it does.',
  });
}

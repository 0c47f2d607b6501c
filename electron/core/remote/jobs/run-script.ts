import { AppError } from '#shared/model/errors.ts';
import { execOrThrow } from '../ssh/exec.ts';
import type { SshConnection } from '../ssh/types.ts';
import { rootScript } from './scripts.ts';

/** Runs one of the constant scripts with arguments and gives its output's lines. */
export const runScript = async (
  connection: SshConnection,
  action: string,
  script: string,
  args: readonly string[],
  timeoutMs = 30_000,
): Promise<string[]> => {
  const options = { action, timeoutMs, maxBytes: 1024 * 1024 };
  const { stdout } = await execOrThrow(connection, ['sh', '-c', script, 'sh', ...args], options);
  return stdout.toString('utf8').split('\n').slice(0, -1);
};

/** Gives back an absolute path that a server printed, or refuses what is none. */
export const absolutePath = (server: string, text: string | undefined): string => {
  if (text && /^\/[^\p{Cc}]{1,500}$/u.test(text)) return text;
  throw new AppError('REMOTE_FAILED', {
    server,
    action: 'Finding the folder of jobs',
    stderr: 'No path was printed.',
  });
};

const roots = new WeakMap<SshConnection, Promise<string>>();

/** The folder where this user's jobs are on the server; asked once a connection. */
export const jobsFolder = (connection: SshConnection): Promise<string> => {
  const known = roots.get(connection);
  if (known) return known;
  const asked = runScript(connection, 'Finding the folder of jobs', rootScript, []).then(
    ([path]) => absolutePath(connection.label, path),
    (error) => {
      roots.delete(connection);
      throw error;
    },
  );
  roots.set(connection, asked);
  return asked;
};

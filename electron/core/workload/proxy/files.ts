import { isAppError } from '#shared/model/errors.ts';
import { execOrThrow } from '../../remote/ssh/exec.ts';
import { readFile, removeFile, writeFileAtomic } from '../../remote/ssh/sftp.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';

/** One file of a proxy, as its server has it. */
export interface ProxyFileText {
  readonly name: string;
  readonly text: string;
}

/** Makes the folders of a proxy and says where: root's among the system's state, anybody else's in their own. */
export async function makeFolder(connection: SshConnection): Promise<string> {
  const { stdout } = await execOrThrow(connection, ['sh', '-ec', folderScript], {
    action: 'Making the folder of the proxy',
  });
  return stdout.toString('utf8').trim();
}

const folderScript = `
if [ "$(id -u)" = 0 ]; then folder=/var/lib/quayside/proxy; else folder=\${HOME:?}/.local/state/quayside/proxy; fi
umask 077
mkdir -p "$folder/routes" "$folder/previous" "$folder/slots"
printf '%s\\n' "$folder"
`;

/** The files of all services, each with its name. */
export async function readRouteFiles(connection: SshConnection, folder: string): Promise<ProxyFileText[]> {
  const { stdout } = await execOrThrow(connection, ['sh', '-ec', listScript, 'sh', `${folder}/routes`], {
    action: 'Reading the files of the proxy',
    maxBytes: 16 * 1024 * 1024,
  });
  return stdout
    .toString('utf8')
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const end = entry.indexOf('\n');
      return { name: entry.slice(0, end), text: entry.slice(end + 1) };
    });
}

const listScript = `
cd "$1"
for file in *; do
  if [ -f "$file" ]; then printf '%s\\n' "$file"; cat -- "$file"; printf '\\0'; fi
done
`;

/** A file's text, null where there is none. */
export async function textOfFile(connection: SshConnection, path: string): Promise<string | null> {
  try {
    return (await readFile(connection, path)).toString('utf8');
  } catch (error) {
    if (isAppError(error, 'NOT_FOUND')) return null;
    throw error;
  }
}

/** Makes a file hold a text, at once or not at all; null removes it. */
export const putFile = (connection: SshConnection, path: string, text: string | null): Promise<void> =>
  text === null ? removeFile(connection, path) : writeFileAtomic(connection, path, text);

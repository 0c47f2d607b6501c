import { mostFiles, mostText } from '#shared/compose/found-files.ts';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { dockerOver } from '../../../remote/docker/client.ts';
import { readContainerFile } from '../../../remote/docker/container-file.ts';
import { listContainers } from '../../../remote/docker/containers.ts';
import { exec } from '../../../remote/ssh/exec.ts';
import type { SshConnection } from '../../../remote/ssh/types.ts';
import { examiner } from '../examiner.ts';
import { sourceOf } from '../sources.ts';
import { readScript } from './scripts.ts';

/** The files of a project as they are on its server; or why they cannot be taken over. */
export type ReadProject =
  | { readonly files: ComposeSpec['files']; readonly problem?: undefined }
  | { readonly problem: { readonly file: string; readonly message: string } };

interface Asked {
  readonly home: string;
  readonly composeFiles: readonly string[];
  readonly profiles: readonly string[];
  readonly variables: readonly { readonly name: string; readonly value: string }[];
}

/** Every file may name further ones, as by `extends`; nobody's project goes deeper. */
const mostRounds = 24;

/**
 * Reads the compose files of a project, its `.env`, and the files that those name for themselves, byte for byte. Files that
 * are mounted or built from stay where they are. No path leads out of the folder, and what is no file, too large or no text
 * is a problem.
 */
export async function readAdopted(
  connection: SshConnection,
  { home, composeFiles, profiles, variables }: Asked,
): Promise<ReadProject> {
  const read = await readerOf(connection, home);
  const texts: Record<string, string> = {};
  const asked = new Set<string>();
  let wanted: readonly string[] = [...composeFiles, '.env'];
  for (let round = 0; wanted.length > 0 && round < mostRounds; round += 1) {
    for (const path of wanted) asked.add(path);
    if (asked.size > mostFiles * 4)
      return { problem: { file: '', message: `they name more than ${mostFiles * 4} files` } };
    const found = await read(wanted);
    for (const [index, path] of wanted.entries()) {
      const { text, problem } = found[index] ?? { problem: 'unreadable' };
      if (text !== undefined) texts[path] = text;
      else if (problem !== 'absent' || composeFiles.includes(path))
        return { problem: { file: path, message: words[problem ?? 'unreadable'] ?? words.unreadable } };
    }
    const held = Object.values(texts).reduce((sum, text) => sum + text.length, 0);
    if (held > mostText || Object.keys(texts).length > mostFiles)
      return {
        problem: {
          file: '',
          message: `its files are more than ${mostFiles}, or hold more than ${mostText} characters`,
        },
      };
    const spec = { files: filesIn(texts), composeFiles: [...composeFiles], profiles: [...profiles] };
    const source = sourceOf({ type: 'compose', soakSeconds: 5, drainSeconds: 60, ...spec }, variables);
    const { missing } = await examiner.examine({ source });
    wanted = missing.filter((path) => !asked.has(path) && !/\p{Cc}/u.test(path) && path.length < 1_024);
  }
  return { files: filesIn(texts) };
}

const filesIn = (texts: Readonly<Record<string, string>>): ComposeSpec['files'] =>
  Object.entries(texts).map(([path, text]) => ({ path, text }));

const words = {
  absent: 'is not on the server any more',
  special: 'is no file',
  outside: 'leads out of the folder of the project',
  large: 'is larger than 1 MiB',
  binary: 'is no text in UTF-8',
  unreadable: 'cannot be read by the user that Quayside signs in as',
} as const;
type Problem = keyof typeof words;

interface Read {
  readonly text?: string | undefined;
  readonly problem?: Problem | undefined;
}
type Reader = (paths: readonly string[]) => Promise<readonly Read[]>;

const noFolder = 40;

/** Reads of a folder of the server; of one that only Portainer has, in its container. */
async function readerOf(connection: SshConnection, home: string): Promise<Reader> {
  const there = await run(connection, home, []);
  if (there !== null) return async (paths) => (await run(connection, home, paths)) ?? [];
  const keeper = home.startsWith('/data/compose/') ? await portainerOn(connection) : undefined;
  if (keeper === undefined) return async (paths) => paths.map(() => ({ problem: 'absent' }));
  return (paths) =>
    Promise.all(
      paths.map(async (path): Promise<Read> => {
        const text = await readContainerFile(dockerOver(connection), keeper, `${home}/${path}`);
        return text === null ? { problem: 'absent' } : { text };
      }),
    );
}

/** Null where there is no such folder. */
async function run(
  connection: SshConnection,
  home: string,
  paths: readonly string[],
): Promise<Read[] | null> {
  const argv = ['sh', '-c', readScript, 'sh', home, ...paths];
  const { exitCode, stdout, truncated } = await exec(connection, argv, { timeoutMs: 20_000 });
  if (exitCode === noFolder) return null;
  if (exitCode !== 0 || truncated) return paths.map(() => ({ problem: 'large' }));
  const lines = stdout.toString('latin1').split('\n');
  const found: Read[] = [];
  for (let at = 0; found.length < paths.length; at += 1) {
    const said = lines[at] ?? 'unreadable';
    if (said === 'file') found.push(textOf(Buffer.from(lines[++at] ?? '', 'base64')));
    else found.push({ problem: Object.hasOwn(words, said) ? (said as Problem) : 'unreadable' });
  }
  return found;
}

function textOf(bytes: Buffer): Read {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? { problem: 'binary' } : { text };
  } catch {
    return { problem: 'binary' };
  }
}

/** The container of Portainer, which keeps the files of its stacks in a volume of its own. */
async function portainerOn(connection: SshConnection): Promise<string | undefined> {
  const all = await listContainers(dockerOver(connection), {});
  return all.find(({ image }) =>
    /^(?:[^/]+\/)?portainer\/(?:portainer-[ce]e|portainer|agent)(?:[:@]|$)/.test(image),
  )?.id;
}

import type { Ejection } from '#shared/contract/ejection.ts';
import { exitCodes } from '../exit-codes.ts';
import { usageFailure } from '../failure.ts';
import { type CallOptions, createClient } from '../host/client.ts';
import { discoverHost } from '../host/discover.ts';
import { parsePlainWords } from '../input/plain-words.ts';
import { jsonText } from '../output/plain-text.ts';
import type { Sink } from '../output/sink.ts';
import { levelOf } from '../variable/level.ts';

/** How it is written. */
export const ejectForm = 'quayside eject PATH --out DIR [--secrets] [--proxy caddy|traefik]';

const options = { withValue: ['--out', '--proxy'], flags: ['--secrets'] };

/** Whether a command line takes something out. */
export const isEject = ([first]: readonly string[]): boolean => first === 'eject';

/** Runs `eject PATH --out DIR` and answers the exit code: PATH is a service or an environment, DIR is empty or not there. */
export async function runEject([, ...words]: readonly string[], io: Sink): Promise<number> {
  const given = parsePlainWords(words, options);
  if (given.isHelp) {
    io.out(`Usage: ${ejectForm}\n\nWrites what Docker Compose needs to run it without Quayside.\n`);
    return exitCodes.ok;
  }
  const [path, ...others] = given.words;
  const { out, proxy } = given.options;
  if (path === undefined || others.length > 0 || !out) throw usageFailure(`Usage: ${ejectForm}`);
  const level = levelOf(path);
  if (level !== 'service' && level !== 'environment')
    throw usageFailure(
      `“${path}” is ${level === 'project' ? 'a project' : 'an organization'}; name a service or an environment.`,
    );
  const { requireEmpty, writeFolder } = await import('./write-folder.ts');
  // before anything secret is asked for
  await requireEmpty(out);
  const input = {
    [`${level}Id`]: path,
    secrets: given.flags.has('--secrets'),
    ...(proxy === undefined ? {} : { proxy }),
  };
  const asked: CallOptions = { signal: io.signal, timeoutMs: given.timeoutMs };
  const client = createClient(discoverHost(given.options, io));
  const ejection = (await client.call(`${level}.eject`, input, asked)) as Ejection;
  await writeFolder(out, ejection.files);
  const { files, missing, notes } = ejection;
  if (given.isJson) io.out(`${jsonText({ files: files.map((file) => file.path), missing, notes }, 2)}\n`);
  else for (const file of files) io.out(`${file.path}\n`);
  for (const { file, name } of missing) io.err(`${name} was left out: fill it in in ${file}.\n`);
  for (const note of notes) io.err(`${note}\n`);
  return exitCodes.ok;
}

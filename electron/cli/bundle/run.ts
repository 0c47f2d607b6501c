import type { BundleImport, SealedImport, Template } from '#shared/contract/bundle.ts';
import { exitCodes } from '../exit-codes.ts';
import { usageFailure } from '../failure.ts';
import { createClient } from '../host/client.ts';
import { discoverHost } from '../host/discover.ts';
import { parsePlainWords } from '../input/plain-words.ts';
import { takeEach } from '../input/take-each.ts';
import { jsonText } from '../output/plain-text.ts';
import type { Sink } from '../output/sink.ts';
import { bringForm, exportForm, sealForm } from './forms.ts';
import { isSealed, readSealed, runSeal, tellOrigin } from './sealed.ts';
import { tellItems } from './tell-items.ts';

const help = `Usage: ${exportForm}
       ${sealForm}
       ${bringForm}

Writes what you may read of an organization as a folder of YAML, one file a thing, without secrets; fit for git: the same
things are the same bytes. A folder that such a template is in is brought up to date.

A FILE.qsbundle is sealed instead, for the key of one member (\`quayside identity mine\` on their host shows it): what you and
they both may read, without secrets, signed by your key. Who brings it in has compared your fingerprint before
(\`quayside identity trust\`); an older bundle than the last, and one for somebody else, is refused.

  --dry-run           says what an import would add, change and keep, and does nothing
  --skip ITEM         leaves out one item as the preview calls it, such as services/shop/production/web; several times
  --rename ITEM=NAME  brings an item in by another name; several times
  --secrets FILE      a JSON list of {"item", "field", "value"} of what no template holds; - is standard input

All of it comes in, or nothing. Nothing is deployed. \`quayside bundle undo ORGANIZATION\` takes the last import back.
`;

/** Whether a command line writes a folder or reads one; the operations themselves take files as JSON. */
export const isBundleFolder = (argv: readonly string[]): boolean =>
  argv[0] === 'bundle' &&
  (argv[1] === 'export' || (argv[1] === 'import' && !argv.some((word) => word.startsWith('--files'))));

/** Runs `bundle export DIR` or `bundle import DIR` and answers the exit code. */
export async function runBundleFolder([, verb, ...words]: readonly string[], io: Sink): Promise<number> {
  return verb === 'export' ? exportFolder(words, io) : importFolder(words, io);
}

async function exportFolder(words: readonly string[], io: Sink): Promise<number> {
  const given = parsePlainWords(words, {
    withValue: ['--from', '--project', '--for', '--recipient', '--days'],
  });
  if (given.isHelp) return showHelp(io);
  if (isSealed(given.words[0])) return runSeal(given, io);
  const [folder, ...others] = given.words;
  const { from, project } = given.options;
  const isOther = ['for', 'recipient', 'days'].some((name) => given.options[name] !== undefined);
  if (folder === undefined || others.length > 0 || !from || isOther)
    throw usageFailure(`Usage: ${isOther ? sealForm : exportForm}`);
  const { requireTemplateOrEmpty, writeTemplateFolder } = await import('./folder.ts');
  await requireTemplateOrEmpty(folder);
  const client = createClient(discoverHost(given.options, io));
  const input = { organizationId: from, ...(project === undefined ? {} : { projectId: project }) };
  const call = { signal: io.signal, timeoutMs: given.timeoutMs };
  const { files } = (await client.call('bundle.exportTemplate', input, call)) as Template;
  const removed = await writeTemplateFolder(folder, files);
  if (given.isJson) io.out(`${jsonText({ files: files.map(({ path }) => path), removed }, 2)}\n`);
  else {
    for (const { path } of files) io.out(`${path}\n`);
    for (const path of removed) io.err(`${path} is not there any more: removed.\n`);
  }
  return exitCodes.ok;
}

async function importFolder(words: readonly string[], io: Sink): Promise<number> {
  const { rest: left, values: skipped } = takeEach(words, '--skip');
  const { rest, values: renamed } = takeEach(left, '--rename');
  const given = parsePlainWords(rest, { withValue: ['--into', '--secrets'], flags: ['--dry-run'] });
  if (given.isHelp) return showHelp(io);
  const [folder, ...others] = given.words;
  const { into, secrets } = given.options;
  if (folder === undefined || others.length > 0 || !into) throw usageFailure(`Usage: ${bringForm}`);
  const input = {
    organizationId: into,
    ...(isSealed(folder) ? { bytes: await readSealed(folder) } : { files: await readFolder(folder) }),
    choices: [...skipped.map((item) => ({ item, choice: 'skip' })), ...renamed.map(renaming)],
    ...(secrets === undefined ? {} : { secrets: secretsOf(io.read(secrets)) }),
  };
  const isDry = given.flags.has('--dry-run');
  const client = createClient(discoverHost(given.options, io));
  const call = { signal: io.signal, timeoutMs: given.timeoutMs };
  const operation = `bundle.${isDry ? 'preview' : 'import'}${isSealed(folder) ? 'Sealed' : ''}`;
  const answer = (await client.call(operation, input, call)) as BundleImport & Partial<SealedImport>;
  if (given.isJson) io.out(`${jsonText(answer, 2)}\n`);
  else if (!answer.refused) tellItems(answer, io);
  tellOrigin(answer, io);
  const isPossible =
    !answer.refused &&
    answer.problems.length === 0 &&
    answer.items.every(({ problems }) => problems.length === 0);
  if (isDry) io.err(isPossible ? 'Nothing was done: --dry-run.\n' : 'Not all of it could be brought in.\n');
  return isPossible ? exitCodes.ok : exitCodes.conflict;
}

async function readFolder(folder: string) {
  const { readTemplateFolder } = await import('./folder.ts');
  return readTemplateFolder(folder);
}

function showHelp(io: Sink): number {
  io.out(help);
  return exitCodes.ok;
}

function renaming(text: string) {
  const at = text.indexOf('=');
  if (at < 1) throw usageFailure(`--rename ${text} is no ITEM=NAME, such as projects/shop=store.`);
  return { item: text.slice(0, at), choice: 'rename', name: text.slice(at + 1) };
}

function secretsOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw usageFailure('The secrets are no JSON; write [{"item": …, "field": …, "value": …}].');
  }
}

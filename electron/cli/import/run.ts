import type { ComposeImport } from '#shared/contract/compose-import.ts';
import { exitCodes } from '../exit-codes.ts';
import { usageFailure } from '../failure.ts';
import { createClient } from '../host/client.ts';
import { discoverHost } from '../host/discover.ts';
import { parsePlainWords } from '../input/plain-words.ts';
import { jsonText } from '../output/plain-text.ts';
import type { Sink } from '../output/sink.ts';
import { levelOf } from '../variable/level.ts';
import { dokployForm, importForm, serverForm } from './forms.ts';
import { tellProject } from './tell-project.ts';

const options = { withValue: ['--into', '--server'], flags: ['--dry-run'] };

/** Whether a command line brings something in. */
export const isImport = ([first, second]: readonly string[]): boolean =>
  first === 'import' && (second === undefined || ['compose', 'dokploy', 'server', '--help'].includes(second));

/** Runs `import compose …`, `import server …` or `import dokploy …`. */
export async function runImport([, from, ...words]: readonly string[], io: Sink): Promise<number> {
  if (from === 'server') {
    const { runServerImport } = await import('./server.ts');
    return runServerImport(words, io);
  }
  if (from !== 'dokploy') return importFolder(words, io);
  const { runDokployImport } = await import('./dokploy.ts');
  return runDokployImport(words, io);
}

/** `import compose FOLDER --into PATH`: a service of each compose project of a folder, or none at all. */
async function importFolder(words: readonly string[], io: Sink): Promise<number> {
  const given = parsePlainWords(words, options);
  if (given.isHelp) {
    io.out(
      `Usage: ${importForm}\n       ${serverForm}\n       ${dokployForm}\n\nPATH is an environment, such as acme/shop/production. Nothing is deployed.\n`,
    );
    return exitCodes.ok;
  }
  const [folder, ...others] = given.words;
  const { into, server } = given.options;
  if (folder === undefined || others.length > 0 || !into) throw usageFailure(`Usage: ${importForm}`);
  if (levelOf(into) !== 'environment')
    throw usageFailure(`“${into}” is no environment; write acme/shop/production.`);
  const { readProjects } = await import('./read-projects.ts');
  const found = await readProjects(folder);
  if (found.length === 0)
    throw usageFailure(`There is no compose project in ${folder}, nor in a folder in it.`);
  const input = {
    environmentId: into,
    ...(server === undefined ? {} : { serverId: server }),
    projects: found.map(({ name, files, composeFiles }) => ({
      name,
      spec: { type: 'compose', files, composeFiles },
    })),
    preview: given.flags.has('--dry-run'),
  };
  const client = createClient(discoverHost(given.options, io));
  const answer = (await client.call('service.import', input, {
    signal: io.signal,
    timeoutMs: given.timeoutMs,
  })) as ComposeImport;
  if (given.isJson) io.out(`${jsonText(answer, 2)}\n`);
  else
    for (const [index, project] of answer.projects.entries())
      tellProject(project, found[index]?.left.map((path) => `is not taken along: ${path}`) ?? [], io);
  const hasProblems = answer.projects.some(({ problems }) => problems.length > 0);
  if (!answer.isDone)
    io.err(`${hasProblems ? 'Nothing of it could be made.' : 'Nothing was made: --dry-run.'}\n`);
  return hasProblems ? exitCodes.conflict : exitCodes.ok;
}

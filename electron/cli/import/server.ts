import type { Adoption, FoundWorkload } from '#shared/contract/found.ts';
import { exitCodes } from '../exit-codes.ts';
import { usageFailure } from '../failure.ts';
import { createClient } from '../host/client.ts';
import { discoverHost } from '../host/discover.ts';
import { parsePlainWords } from '../input/plain-words.ts';
import { jsonText } from '../output/plain-text.ts';
import type { Sink } from '../output/sink.ts';
import { levelOf } from '../variable/level.ts';
import { serverForm } from './forms.ts';
import { tellProject } from './tell-project.ts';

const options = { withValue: ['--into'], flags: ['--dry-run'] };

const help = `Usage: ${serverForm}

Makes services of compose projects that run on a server: of those that are named, or of all that can be adopted; all of
them, or none. Nothing that runs is touched or started again.

  --into         the environment, such as acme/shop/production
  --dry-run      says what would be made, and what the next deployment would start again
`;

/** Runs `import server SERVER [PROJECT]… --into PATH`. */
export async function runServerImport(words: readonly string[], io: Sink): Promise<number> {
  const given = parsePlainWords(words, options);
  if (given.isHelp) {
    io.out(help);
    return exitCodes.ok;
  }
  const [server, ...named] = given.words;
  const { into } = given.options;
  if (server === undefined || !into) throw usageFailure(`Usage: ${serverForm}`);
  if (levelOf(into) !== 'environment')
    throw usageFailure(`“${into}” is no environment; write acme/shop/production.`);
  const client = createClient(discoverHost(given.options, io));
  const call = { signal: io.signal, timeoutMs: given.timeoutMs };
  const found = (await client.call('found.list', { serverId: server }, call)) as FoundWorkload[];
  const others = found.filter(({ reason }) => reason !== null);
  const all =
    named.length > 0 ? named : found.filter((each) => !others.includes(each)).map(({ name }) => name);
  if (named.length === 0 && !given.isJson)
    for (const { name, reason } of others) io.err(`${name}: not adopted. ${reason}\n`);
  if (all.length === 0) {
    io.err('There is no compose project that could be adopted.\n');
    return exitCodes.ok;
  }
  const input = {
    environmentId: into,
    serverId: server,
    projects: all.map((project) => ({ project })),
    preview: given.flags.has('--dry-run'),
  };
  const answer = (await client.call('found.adopt', input, call)) as Adoption;
  if (given.isJson) io.out(`${jsonText(answer, 2)}\n`);
  else for (const project of answer.projects) tellProject(project, project.notes, io);
  const hasProblems = answer.projects.some(({ problems }) => problems.length > 0);
  if (!answer.isDone)
    io.err(`${hasProblems ? 'Not all of it could be adopted.' : 'Nothing was made: --dry-run.'}\n`);
  return hasProblems ? exitCodes.conflict : exitCodes.ok;
}

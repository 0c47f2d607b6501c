import type { DokployImport, DokployService } from '#shared/contract/dokploy.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failure.ts';
import { createClient } from '../host/client.ts';
import { discoverHost } from '../host/discover.ts';
import { parsePlainWords } from '../input/plain-words.ts';
import { takeEach } from '../input/take-each.ts';
import { jsonText } from '../output/plain-text.ts';
import type { Sink } from '../output/sink.ts';
import { dokployForm } from './forms.ts';

const options = { withValue: ['--into', '--server'], flags: ['--dry-run'] };

const help = `Usage: ${dokployForm}

Makes projects of those of a Dokploy instance, with their environments, services, variables and domains: all that is
asked for, or nothing. Nothing is deployed. What has its name here already is passed over.

  --into         the organization, such as acme
  --only PATH    a project, environment or service there, such as shop/production/web, or an id; several times
  --server       where the services are to run, such as acme/srv1
  --dry-run      says what would be made, and what has no place here

The API key of the instance is asked for at the terminal, or read from standard input.
`;

/** Runs `import dokploy URL --into ORGANIZATION`. */
export async function runDokployImport(words: readonly string[], io: Sink): Promise<number> {
  const { rest, values: only } = takeEach(words, '--only');
  const given = parsePlainWords(rest, options);
  if (given.isHelp) {
    io.out(help);
    return exitCodes.ok;
  }
  const [url, ...others] = given.words;
  const { into, server } = given.options;
  if (url === undefined || others.length > 0 || !into) throw usageFailure(`Usage: ${dokployForm}`);
  const client = createClient(discoverHost(given.options, io));
  const input = {
    organizationId: into,
    baseUrl: url,
    accessToken: await keyOf(io, url),
    ...(only.length > 0 ? { only } : {}),
    ...(server === undefined ? {} : { serverId: server }),
    preview: given.flags.has('--dry-run'),
  };
  const call = { signal: io.signal, timeoutMs: given.timeoutMs };
  const answer = (await client.call('dokploy.import', input, call)) as DokployImport;
  if (given.isJson) io.out(`${jsonText(answer, 2)}\n`);
  else tell(answer, io);
  const isPossible = servicesIn(answer).every(({ fate }) => fate !== 'impossible');
  if (!answer.isDone)
    io.err(`${isPossible ? 'Nothing was made: --dry-run.' : 'Not all of it could be made.'}\n`);
  return isPossible ? exitCodes.ok : exitCodes.conflict;
}

/** An argument would stand in the list of processes: the key is typed, or comes by standard input. */
async function keyOf(io: Sink, url: string): Promise<string> {
  const typed = io.askSecret ? await io.askSecret(`API key of ${url}: `) : io.read('-').split(/\r?\n/, 1)[0];
  if (typed === undefined) throw new Failure('Interrupted.', exitCodes.interrupted);
  if (typed.trim() === '')
    throw usageFailure('An API key of Dokploy is needed: type it, or give it on standard input.');
  return typed.trim();
}

function servicesIn({ projects }: DokployImport): DokployService[] {
  return projects.flatMap(({ environments }) => environments.flatMap(({ services }) => services));
}

interface Told {
  readonly name: string;
  readonly nodeId: string | null;
  readonly fate: DokployService['fate'];
  readonly notes: DokployService['notes'];
}

function tell({ projects }: DokployImport, io: Sink): void {
  const line = (depth: number, text: string) => io.out(`${'  '.repeat(depth)}${text}\n`);
  const place = (depth: number, { name, nodeId, fate, notes }: Told, what = '') => {
    const marks = { new: '+', present: '=', unwanted: ' ', impossible: '!' };
    line(depth, `${marks[fate]} ${name}${what}${nodeId === null ? '' : ` ${nodeId}`}`);
    for (const { field, text } of notes) line(depth + 2, `${field}: ${text}`);
  };
  for (const project of projects) {
    if (project.fate === 'unwanted') continue;
    place(0, project);
    for (const environment of project.environments) {
      if (environment.fate === 'unwanted') continue;
      place(1, environment);
      for (const service of environment.services) {
        if (service.fate === 'unwanted') continue;
        place(2, service, service.runs === '' ? ` (${service.type})` : ` (${service.type}: ${service.runs})`);
        for (const problem of service.problems) line(4, `cannot be made: ${problem}`);
      }
    }
  }
}

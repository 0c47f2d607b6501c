import type {
  DokployEnvironment,
  DokployImport,
  DokployNote,
  DokployProject,
  DokployService,
} from '#shared/contract/dokploy.ts';
import { shownText } from '#shared/contract/shown-text.ts';
import { AppError } from '#shared/model/errors.ts';
import type { DokployContext } from './context.ts';
import { type PlannedEnvironment, type PlannedProject, type PlannedService, planImport } from './plan.ts';
import { readInstance } from './read-instance.ts';
import { allowsPrivate } from './require-address.ts';
import { type Made, writeImport } from './write.ts';

interface Asked {
  readonly organizationId: string;
  readonly baseUrl: string;
  readonly accessToken: string;
  readonly only?: readonly string[] | undefined;
  readonly serverId?: string | undefined;
  readonly preview: boolean;
}

/** How long an instance is read at most. */
const longestMs = 180_000;

/**
 * Reads a Dokploy instance and makes here what is asked for of it, all or nothing; with `preview` it says the same and makes
 * nothing. What has its name here already is passed over. INVALID_INPUT where something cannot be made, REMOTE_FAILED where
 * the instance refuses or answers with another shape. The key is in memory for as long as the call takes.
 */
export async function importDokploy(context: DokployContext, asked: Asked): Promise<DokployImport> {
  const { baseUrl: url, accessToken: key } = asked;
  const account = { url, key, allowsPrivate: allowsPrivate(context, url) };
  const { dokployClient } = await import('../../remote/dokploy/ask-dokploy.ts');
  const over = new AbortController();
  const signal = AbortSignal.any([context.signal, over.signal]);
  const late = setTimeout(() => over.abort(tooSlow(url)), longestMs);
  try {
    const ask = dokployClient(account, signal);
    const found = await readInstance(ask, { server: new URL(url).host, only: asked.only });
    const planned = await planImport(context, found, asked);
    if (asked.preview) return { isDone: false, projects: planned.map((each) => shownProject(each)) };
    requirePossible(planned);
    const made = await writeImport(context, planned, asked);
    return { isDone: true, projects: planned.map((each) => shownProject(each, made)) };
  } finally {
    clearTimeout(late);
    over.abort();
  }
}

function tooSlow(url: string): AppError {
  const stderr = `It was not read within ${longestMs / 1_000} s.`;
  const cure = 'Name with `only` what is to be brought in first.';
  return new AppError('REMOTE_FAILED', {
    server: new URL(url).host,
    action: 'Reading the instance',
    stderr,
    cure,
  });
}

function requirePossible(projects: readonly PlannedProject[]): void {
  const issues = projects
    .flatMap(({ environments }) => environments.flatMap(({ services }) => services))
    .flatMap(({ found, problems: [problem] }) =>
      problem === undefined
        ? []
        : [{ path: 'only', message: `${shownText(found.path, 200)}: ${shownText(problem, 300)}` }],
    );
  if (issues.length > 0) throw new AppError('INVALID_INPUT', { issues: issues.slice(0, 50) });
}

const nothing: Made = new Map();

function shownProject({ found, nodeId, fate, environments }: PlannedProject, made = nothing): DokployProject {
  const { id, name, notes } = found;
  const at = made.get(`project ${id}`) ?? nodeId;
  return {
    ...{ id, name, fate, nodeId: at },
    notes: fate === 'new' ? told(notes) : presentNotes(fate),
    environments: environments.map((each) => shownEnvironment(each, made)),
  };
}

function shownEnvironment(
  { found, nodeId, fate, services }: PlannedEnvironment,
  made: Made,
): DokployEnvironment {
  const { id, name, notes } = found;
  const at = made.get(`environment ${id}`) ?? nodeId;
  return {
    ...{ id, name, fate, nodeId: at },
    notes: fate === 'new' ? told(notes) : presentNotes(fate),
    services: services.map((each) => shownService(each, made)),
  };
}

const mostNotes = 100;

/** What an instance says is shown in one line each, and not without end. */
function told(notes: readonly DokployNote[]): DokployNote[] {
  const shown = notes
    .slice(0, mostNotes)
    .map(({ field, text }) => ({ field: shownText(field, 60), text: shownText(text, 400) }));
  const more = notes.length - shown.length;
  return more === 0 ? shown : [...shown, { field: 'notes', text: `and ${more} more of these` }];
}

function presentNotes(fate: PlannedProject['fate']) {
  if (fate !== 'present') return [];
  return [{ field: 'name', text: 'is here already: its variables and description stay as they are here' }];
}

function shownService({ found, nodeId, fate, problems, notes }: PlannedService, made: Made): DokployService {
  const { id, name, type, read } = found;
  const here = { field: 'name', text: 'is here already, and is passed over' };
  const variables = read?.variables ?? [];
  return {
    ...{ id, name, fate, type, problems: problems.map((each) => shownText(each, 300)) },
    nodeId: made.get(`service ${id}`) ?? nodeId,
    notes: fate === 'present' ? [here] : told(notes),
    runs: read?.runs ?? '',
    variables: variables.length,
    secrets: variables.filter(({ isSecret }) => isSecret).length,
    domains: (read?.domains ?? []).map(({ host, path }) => `${host}${path === '/' ? '' : path}`),
  };
}

import type { AdoptedProject, Adoption } from '#shared/contract/found.ts';
import { AppError } from '#shared/model/errors.ts';
import { requireHostAccess, requireMay } from '../node/index.ts';
import type { Asked, FoundContext } from './context.ts';
import type { Planned } from './plan.ts';

/**
 * Makes a service of each compose project that runs on a server, or none at all: INVALID_INPUT where one cannot be adopted,
 * CONFLICT where a name is taken or the server keeps no claims. What runs is not touched, and no container is started again.
 * With `preview` it says the same of each, and makes nothing.
 */
export async function adoptProjects(context: FoundContext, asked: Asked): Promise<Adoption> {
  const { serverId, preview } = asked;
  if (preview) {
    const planned = await plan(context, asked);
    return { isDone: false, projects: planned.map(({ told }) => told) };
  }
  return context.inTurn(serverId, async () => {
    const planned = await plan(context, asked);
    requireSound(planned);
    const { makeServices } = await import('./make.ts');
    const made = await makeServices(context, asked, planned);
    return { isDone: true, projects: made };
  });
}

/** Reads each on its server, and refuses whoever could not make it by hand. */
async function plan(context: FoundContext, asked: Asked): Promise<Planned[]> {
  const { planAdoption } = await import('./plan.ts');
  const planned = await context.servers.use(
    asked.serverId,
    (connection) => planAdoption(connection, context, asked),
    context.signal,
  );
  context.judgeAgain();
  for (const { spec } of planned) {
    if (spec.files.some(({ path }) => path === '.env'))
      requireMay(context, 'serviceVariables.write', asked.environmentId);
    const { organizationId = '' } = context.store.access.node(asked.environmentId) ?? {};
    const after = { spec, serverId: asked.serverId };
    requireHostAccess(context, { organizationId, before: null, after });
  }
  return planned;
}

function requireSound(planned: readonly Planned[]): void {
  const issues = planned.flatMap(({ told }, index) => {
    const [problem] = told.problems;
    return problem ? [{ path: `projects.${index}.project`, message: wordsOf(told, problem) }] : [];
  });
  if (issues.length > 0) throw new AppError('INVALID_INPUT', { issues });
}

function wordsOf(
  { project }: AdoptedProject,
  { file, line, path, message }: AdoptedProject['problems'][number],
) {
  const where = file === '' ? '' : `${file}, line ${line}: ${path} `;
  return `${project}: ${where}${message}`;
}

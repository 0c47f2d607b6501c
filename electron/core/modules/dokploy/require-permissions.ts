import { type VariableLevel, variablesKindOf } from '#shared/model/variables/levels.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { requireHostAccess, requireMay } from '../node/index.ts';
import type { PlannedEnvironment, PlannedProject, PlannedService } from './plan.ts';
import type { PlannedVariables } from './planned.ts';

interface Asked {
  readonly organizationId: string;
  readonly serverId?: string | undefined;
}

/**
 * Refuses whoever could not make each of these by hand, before any of it is made: FORBIDDEN names the first permission
 * that is missing, and where. What is new is judged where it is to be: on the nearest of its places that is here already.
 */
export function requirePermissions(
  context: OperationContext,
  projects: readonly PlannedProject[],
  asked: Asked,
): void {
  for (const project of projects) {
    if (project.fate === 'unwanted') continue;
    if (project.fate === 'new') requireMay(context, 'project.create', asked.organizationId);
    const at = project.nodeId ?? asked.organizationId;
    if (project.fate === 'new') requireVariables(context, 'project', at, project.found);
    const made = project.environments.filter(({ fate }) => fate === 'new');
    // the first one comes with every project (R17)
    if (made.length > (project.fate === 'new' ? 1 : 0)) requireMay(context, 'environment.create', at);
    for (const environment of project.environments) requireIn(context, environment, at, asked);
  }
}

function requireIn(
  context: OperationContext,
  environment: PlannedEnvironment,
  above: string,
  asked: Asked,
): void {
  if (environment.fate === 'unwanted') return;
  const at = environment.nodeId ?? above;
  if (environment.fate === 'new') requireVariables(context, 'environment', at, environment.found);
  for (const service of environment.services)
    if (service.fate === 'new') requireOf(context, service, at, asked);
}

function requireOf(
  context: OperationContext,
  { found: { read } }: PlannedService,
  at: string,
  asked: Asked,
): void {
  if (read === null) return;
  const { organizationId, serverId = null } = asked;
  requireMay(context, 'service.create', at);
  requireVariables(context, 'service', at, read);
  if (read.domains.length > 0) requireMay(context, 'domain.create', at);
  // who gives a password knows it, as where one is changed
  if (read.secrets) requireMay(context, 'secret.reveal', at);
  requireHostAccess(context, { organizationId, before: null, after: { spec: read.spec, serverId } });
}

function requireVariables(
  context: OperationContext,
  level: VariableLevel,
  at: string,
  { variables }: Pick<PlannedVariables, 'variables'>,
): void {
  if (variables.length > 0) requireMay(context, `${variablesKindOf(level)}.write`, at);
}

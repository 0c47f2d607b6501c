import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { serviceView } from '../../workload/index.ts';
import { requireBuildPlaces, requireHostAccess, specChanges } from '../node/index.ts';
import { adoptVariables } from '../variable/index.ts';
import { withoutOwnVariables } from './own-variables.ts';
import { runningOf } from './running.ts';

/** What was seen when somebody decided; what is given has to be so still. */
export interface Adoption {
  readonly serviceId: string;
  readonly number?: number | undefined;
  readonly version?: number | undefined;
}

/**
 * Saves what runs of a service as its configuration, with its variables, so that the next deployment does not undo a way
 * back. CONFLICT where nothing runs, or where another deployment runs or another version is saved than was seen; who may
 * not change variables is refused where those differ.
 */
export function adoptRunning(context: OperationContext, { serviceId, ...seen }: Adoption): void {
  const { store } = context;
  context.write((tx) => {
    const view = serviceView(store, serviceId);
    const running = runningOf(store, view);
    if (!running) throw conflict('serviceId', 'nothing of the service runs that could be adopted');
    requireSeen(seen, { number: running.row.number, version: view.version });
    const { spec, variables } = running.configured;
    requireHostAccess(context, {
      organizationId: view.ids.organization,
      before: view,
      after: { spec, serverId: view.serverId },
      wasDeployed: true,
    });
    requireBuildPlaces(context, { organizationId: view.ids.organization, before: view.spec, after: spec });
    const columns = { spec: JSON.stringify(spec), version: view.version + 1 };
    tx.change('service', serviceId, {}, { columns, changes: specChanges(store, view.spec, spec) });
    const set = withoutOwnVariables(store, { serviceId, spec }, variables);
    adoptVariables(context, tx, { serviceId, variables: set });
  });
}

function requireSeen(
  seen: Omit<Adoption, 'serviceId'>,
  now: { readonly number: number; readonly version: number },
): void {
  if (seen.number !== undefined && seen.number !== now.number) {
    throw conflict('number', `#${now.number} runs by now; look at it and decide again`);
  }
  if (seen.version !== undefined && seen.version !== now.version) {
    const reason = `somebody saved version ${now.version} since you opened ${seen.version}; look at it and decide again`;
    throw conflict('version', reason);
  }
}

function conflict(field: string, reason: string): AppError {
  return new AppError('CONFLICT', { field, reason });
}

import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { giveCredentials } from '../../workload/database-credentials.ts';
import type { RoutePerson } from '../../workload/index.ts';
import { hashPeople, insertDomain } from '../domain/index.ts';
import { insertEnvironment } from '../environment/index.ts';
import { insertProject } from '../project/index.ts';
import { insertService } from '../service/index.ts';
import { insertVariables } from '../variable/index.ts';
import type { PlannedEnvironment, PlannedProject, PlannedService } from './plan.ts';
import { requirePermissions } from './require-permissions.ts';

interface Asked {
  readonly organizationId: string;
  readonly serverId?: string | undefined;
}

/** The nodes that were made, by the ids of Dokploy. */
export type Made = ReadonlyMap<string, string>;

/**
 * Makes everything that a plan has as new, in one transaction: all of it, or nothing where one is refused. FORBIDDEN as
 * where it is made by hand, CONFLICT for a name or a host that is taken.
 */
export async function writeImport(
  context: OperationContext,
  projects: readonly PlannedProject[],
  asked: Asked,
): Promise<Made> {
  const people = await hashAll(context, projects);
  return context.write((tx) => {
    requirePermissions(context, projects, asked);
    const writing: Writing = {
      context,
      tx,
      asked,
      people,
      ids: new Map(),
      serviceIds: new Set(),
      services: [],
    };
    for (const project of projects) if (project.fate !== 'unwanted') writeProject(writing, project);
    tx.audit({ fact: { type: 'imported', services: writing.services } });
    return writing.ids;
  });
}

interface Writing {
  readonly context: OperationContext;
  readonly tx: AuditedTransaction;
  readonly asked: Asked;
  readonly people: ReadonlyMap<string, readonly RoutePerson[]>;
  readonly ids: Map<string, string>;
  readonly serviceIds: Set<string>;
  readonly services: { id: string; kind: 'service'; name: string }[];
}

function writeProject(writing: Writing, { found, nodeId, environments }: PlannedProject): void {
  const { tx, asked, ids } = writing;
  const { name, description } = found;
  const projectId = nodeId ?? insertProject(tx, { organizationId: asked.organizationId, name, description });
  if (nodeId === null) {
    ids.set(`project ${found.id}`, projectId);
    insertVariables(tx, projectId, found);
  }
  const wanted = environments.filter(({ fate }) => fate !== 'unwanted');
  for (const environment of wanted) writeEnvironment(writing, projectId, environment);
  // every project has an environment (R17)
  if (nodeId === null && wanted.length === 0) {
    insertEnvironment(tx, { projectId, name: 'production', isProtected: true });
  }
}

function writeEnvironment(
  writing: Writing,
  projectId: string,
  { found, nodeId, services }: PlannedEnvironment,
): void {
  const { tx, ids } = writing;
  const { name, description } = found;
  const isProtected = name.toLowerCase() === 'production';
  const environmentId = nodeId ?? insertEnvironment(tx, { projectId, name, description, isProtected });
  if (nodeId === null) {
    ids.set(`environment ${found.id}`, environmentId);
    insertVariables(tx, environmentId, found);
  }
  for (const service of services) if (service.fate === 'new') writeService(writing, environmentId, service);
}

function writeService(writing: Writing, environmentId: string, { found }: PlannedService): void {
  const { context, tx, asked, ids, serviceIds, people } = writing;
  const { name, read } = found;
  if (!read) return;
  const { type, spec, description, secrets } = read;
  const id = insertService(tx, { environmentId, serverId: asked.serverId, name, type, description, spec });
  ids.set(`service ${found.id}`, id);
  serviceIds.add(id);
  writing.services.push({ id, kind: 'service', name });
  insertVariables(tx, id, read);
  if (secrets) giveCredentials(tx, id, secrets);
  const made = { organizationId: asked.organizationId, serviceIds };
  for (const domain of read.domains) {
    insertDomain(context, tx, { ...domain, serviceId: id, people: people.get(found.id) ?? [], made });
  }
}

/** Hashed before the transaction, which cannot wait; each domain of a service has the same people. */
async function hashAll(
  { signal }: OperationContext,
  projects: readonly PlannedProject[],
): Promise<Writing['people']> {
  const hashed = new Map<string, readonly RoutePerson[]>();
  for (const { environments } of projects) {
    for (const { found, fate } of environments.flatMap(({ services }) => services)) {
      signal.throwIfAborted();
      const people = found.read?.domains[0]?.people ?? [];
      if (fate === 'new' && people.length > 0) hashed.set(found.id, await hashPeople(people, []));
    }
  }
  return hashed;
}

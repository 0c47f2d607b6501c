import type { Service } from '#shared/contract/service.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import type { ServiceTypeName } from '#shared/model/service-types.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Transaction } from '../../store/store.ts';
import { createCredentials } from '../../workload/database-credentials.ts';
import { requireBuildPlaces, requireHostAccess } from '../node/index.ts';
import { organizationOf, serviceOf } from './queries.ts';
import { requireSoundSpec } from './require-sound-spec.ts';

type NewService = Parameters<typeof insertService>[1];

/**
 * Creates a service; nothing is deployed. INVALID_INPUT where its configuration can run nowhere, CONFLICT where that is
 * of another type.
 */
export async function createService(
  context: OperationContext,
  input: Omit<NewService, 'type'> & { readonly type?: ServiceTypeName | undefined },
): Promise<Service> {
  const type = input.type ?? input.spec?.type ?? 'application';
  if (input.spec) await requireSoundSpec(type, input.spec);
  const id = context.write((tx) => {
    const { spec = null, serverId = null } = input;
    const organizationId = organizationOf(context, input.environmentId);
    requireHostAccess(context, { organizationId, before: null, after: { spec, serverId } });
    requireBuildPlaces(context, { organizationId, before: null, after: spec });
    const created = insertService(tx, { ...input, type });
    tx.audit({ nodeId: created, fact: { type: 'created' } });
    return created;
  });
  return serviceOf(context.store, id);
}

/** Adds a service, inside the caller's transaction; answers its id. Nothing is deployed. */
export const insertService = (
  tx: Transaction,
  input: {
    /** A new one unless given. */
    id?: string | undefined;
    environmentId: string;
    name: string;
    type: ServiceTypeName;
    description?: string | undefined;
    serverId?: string | null | undefined;
    spec?: ServiceSpec | null | undefined;
  },
): string => {
  const { id: given, environmentId: parentId, name } = input;
  const id = tx.createNode({ kind: 'service', parentId, name, ...(given !== undefined && { id: given }) });
  tx.database.run(
    sql.insertInto('service').values({
      id,
      description: input.description ?? '',
      type: input.type,
      server_id: input.serverId ?? null,
      spec: input.spec ? JSON.stringify(input.spec) : null,
      runtime: null,
      seen_at: null,
      deploy_key: null,
      deploy_key_public: null,
      current_deployment_id: null,
      created_at: tx.now,
    }),
  );
  beginnings[input.type]?.(tx, id);
  return id;
};

/** What is made with a service of one type. */
const beginnings: Readonly<Partial<Record<ServiceTypeName, (tx: Transaction, serviceId: string) => void>>> = {
  database: createCredentials,
};

import type { Registry, RegistryUse } from '#shared/contract/registry.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import { AppError } from '#shared/model/errors.ts';
import { registryOfImage } from '#shared/model/registry-address.ts';
import { pathTo } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { type Database, sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { specOf } from '../../workload/stored-spec.ts';
import { instant, requireRow, requireUnused } from '../node/index.ts';

const rows = sql
  .selectFrom('registry')
  .innerJoin('node', 'node.id', 'registry.id')
  .selectAll('registry')
  .select('node.name');

/** A registry as it is stored, with its name. */
export type RegistryRow = NonNullable<ReturnType<typeof firstRow>>;

/** A registry by its id, or NOT_FOUND. */
export function registryRow({ database }: Store, id: string): RegistryRow {
  return requireRow(firstRow(database, id), 'registry', id);
}

/** The registry that an organization has for an address, as `registryAddress` writes it. */
export function registryAt({ database }: Store, organizationId: string, address: string) {
  return database.first(
    rows.where('registry.organization_id', '=', organizationId).where('address', '=', address),
  );
}

/** Where the sealed password of a registry lives. */
export function passwordPlace(id: string) {
  return { table: 'registry', row: id, column: 'password' };
}

/** A registry as the contract shows it: nothing of its password but when it was given. */
export function registryOf(store: Store, id: string): Registry {
  return toRegistry(registryRow(store, id));
}

/** The registries of an organization, by name. */
export function registriesOf(store: Store, organizationId: string): Registry[] {
  return registryRows(store, organizationId).map(toRegistry);
}

/** The same as they are stored. */
export function registryRows({ database }: Store, organizationId: string): RegistryRow[] {
  return database.all(rows.where('registry.organization_id', '=', organizationId).orderBy('node.name'));
}

/** The services whose image comes from a registry, or is put into it, by path: those that the caller may read. */
export function usageOf({ store, caller }: OperationContext, id: string): RegistryUse[] {
  return usesOf(store, registryRow(store, id))
    .filter(({ serviceId }) => store.access.canRead(caller.subject, serviceId))
    .toSorted((a, b) => a.path.localeCompare(b.path));
}

/** Refuses where services take their image from a registry; what the caller may not read is not named. */
export function requireNoUse(context: OperationContext, row: RegistryRow): void {
  requireUnused({
    count: usesOf(context.store, row).length,
    seen: usageOf(context, row.id),
    unseen: 'services',
    cure: 'give them another image, or let them push elsewhere, first',
  });
}

/** Refuses an address that another registry of the organization has. */
export function requireFreeAddress(
  store: Store,
  organizationId: string,
  { address, exceptId }: { readonly address: string; readonly exceptId?: string },
): void {
  const taken = registryAt(store, organizationId, address);
  if (!taken || taken.id === exceptId) return;
  const reason = `“${taken.name}” is the registry at ${address} already; change that one`;
  throw new AppError('CONFLICT', { field: 'address', reason });
}

function firstRow(database: Database, id: string) {
  return database.first(rows.where('registry.id', '=', id));
}

function toRegistry(row: RegistryRow): Registry {
  return {
    id: row.id,
    organizationId: row.organization_id,
    name: row.name ?? '',
    address: row.address,
    username: row.username,
    version: row.version,
    createdAt: instant(row.created_at),
    passwordSetAt: instant(row.password_set_at),
  };
}

function usesOf({ access, database }: Store, { organization_id, address }: RegistryRow): RegistryUse[] {
  return database
    .all(
      sql
        .selectFrom('service')
        .innerJoin('node', 'node.id', 'service.id')
        .select(['service.id', 'service.spec'])
        .where('node.organization_id', '=', organization_id),
    )
    .flatMap(({ id, spec }) => {
      const node = access.node(id);
      if (spec === null || !node) return [];
      const facts = specFacts(specOf({ spec }));
      const image = facts.image ?? facts.pushTo;
      if (image === null || registryOfImage(image) !== address) return [];
      return [{ serviceId: id, path: pathTo(node), image }];
    });
}

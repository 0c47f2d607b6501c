import { operations } from '#shared/contract/operations.ts';
import type { NodeKind } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';

/** The permission that the operation of a kind demands, as where it is done by hand. */
export function demandedFor(kind: NodeKind, verb: 'create' | 'update' | 'delete'): Permission {
  const permission = byName.get(`${kind}.${verb}`);
  if (permission === undefined) throw new Error(`${kind}.${verb} is no operation with a permission`);
  return permission;
}

const byName: ReadonlyMap<string, Permission | undefined> = new Map(
  operations.map(({ name, meta }) => [name, meta.permission]),
);

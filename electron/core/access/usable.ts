import { operations } from '#shared/contract/operations.ts';
import { referenceFields } from '#shared/contract/reference-fields.ts';
import { allKinds, type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { bitsOf, type PermissionBits } from './bits.ts';

/**
 * The permissions that open something on a node of a kind or below one: what is demanded there by any operation of the
 * contract. The holder of one of them sees the node as a path. Source: docs/access.md, "Held is usable".
 */
export function usableOn(kind: NodeKind): PermissionBits {
  const known = bits.get(kind);
  if (known) return known;
  const found = bitsOf(
    new Set(demands().flatMap(([on, permission]) => (isWithin(on, kind) ? [permission] : []))),
  );
  bits.set(kind, found);
  return found;
}

const bits = new Map<NodeKind, PermissionBits>();

/** Every kind with the permissions that operations demand on nodes of it. */
function demands(): (readonly [NodeKind, Permission])[] {
  return [
    ...allKinds.map((kind) => [kind, nodeKinds[kind].readBy] as const),
    ...operations.flatMap(({ meta, input }) => {
      const { permission, targetKind, filtered } = meta;
      const named = referenceFields(input).flatMap(({ kinds, permission: demanded }) =>
        kinds.flatMap((kind) => {
          const isPart =
            targetKind !== undefined && targetKind !== 'organization' && isWithin(kind, targetKind);
          const asked = demanded ?? (filtered || isPart ? permission : undefined);
          return asked ? [[kind, asked] as const] : [];
        }),
      );
      return permission && targetKind ? [[targetKind, permission] as const, ...named] : named;
    }),
  ];
}

/** Whether nodes of a kind are of the other one, or lie below such. */
function isWithin(kind: NodeKind, other: NodeKind): boolean {
  for (let at: NodeKind | null = kind; at; at = nodeKinds[at].parent) if (at === other) return true;
  return false;
}

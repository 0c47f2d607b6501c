import { operations } from '#shared/contract/operations.ts';
import { referenceFields } from '#shared/contract/reference-fields.ts';
import { allKinds, nodeKinds } from '#shared/model/nodes.ts';
import { type Demand, isWithin } from '../access/index.ts';

/** Every kind with the permissions that operations of the contract demand on nodes of it. */
export function demands(): Demand[] {
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

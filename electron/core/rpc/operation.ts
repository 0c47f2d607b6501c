import type { ReferenceField } from '#shared/contract/reference-fields.ts';
import type { ProcedureMeta } from '#shared/contract/resource.ts';

/** A procedure of the contract as this layer needs it. */
export interface Operation {
  /** Dotted name, such as `service.create`. */
  readonly name: string;
  readonly meta: ProcedureMeta;
  readonly references: readonly ReferenceField[];
}

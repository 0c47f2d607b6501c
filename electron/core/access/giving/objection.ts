import type { Refusal } from '#shared/contract/grant.ts';
import type { AppError } from '#shared/model/errors.ts';

/** Why a part of a change is refused. A change throws the first one, a preview names them all. */
export interface Objection {
  /** Dotted place in the input, such as `grants.add.0`; `''` for the change as a whole. */
  readonly field: string;
  readonly error: AppError;
}

/** Throws the first objection, if any: the edge between judging and the router. */
export function requireNone([first]: readonly Objection[]): void {
  if (first) throw first.error;
}

/** The same objections, as those of a part of a larger input. */
export function under(field: string, found: readonly Objection[]): Objection[] {
  return found.map((each) => ({ ...each, field: each.field === '' ? field : `${field}.${each.field}` }));
}

/** An objection as a preview shows it. */
export function toRefusal({ field, error }: Objection): Refusal {
  return {
    field,
    reason: error.message,
    ...('permission' in error.data ? { permission: error.data.permission } : {}),
  };
}

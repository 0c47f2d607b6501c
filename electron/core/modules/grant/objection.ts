import type { Refusal } from '#shared/contract/grant.ts';
import { AppError } from '#shared/model/errors.ts';

/** Why a part of a change is refused. A change throws the first one, a preview names them all. */
export interface Objection {
  /** Dotted place in the input, such as `grants.add.0`; `''` for the change as a whole. */
  readonly field: string;
  readonly error: AppError;
}

/** The refusal that a check throws, or nothing; whatever else it throws goes on. */
export const refusalOf = (check: () => unknown): AppError | undefined => {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
};

/** A check's refusal as a list of none or one. */
export const objections = (field: string, check: () => unknown): Objection[] => {
  const error = refusalOf(check);
  return error ? [{ field, error }] : [];
};

/** Throws the first objection, if any. */
export const requireNone = ([first]: readonly Objection[]): void => {
  if (first) throw first.error;
};

/** An objection as a preview shows it. */
export const toRefusal = ({ field, error }: Objection): Refusal => ({
  field,
  reason: error.message,
  ...('permission' in error.data ? { permission: error.data.permission } : {}),
});

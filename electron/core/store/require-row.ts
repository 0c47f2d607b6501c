import { AppError } from '#shared/model/errors.ts';
import type { NodeKind } from '#shared/model/nodes.ts';

/** The row, or NOT_FOUND: for ids that were authorized a moment ago and may be gone since. */
export const requireRow = <R>(row: R | undefined, kind: NodeKind, id: string): R => {
  if (row === undefined) throw new AppError('NOT_FOUND', { kind, id });
  return row;
};

/** Milliseconds as the contract's instant. */
export const instant = (millis: number): string => new Date(millis).toISOString();

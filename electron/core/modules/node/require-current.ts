import { AppError } from '#shared/model/errors.ts';

/** Refuses an edit that was made of an older version, so that nobody's is overwritten unseen: CONFLICT on `version`. */
export function requireCurrent(
  { version: current }: { readonly version: number },
  version: number | undefined,
): void {
  if (version === undefined || version === current) return;
  const reason = `somebody saved version ${current} since you opened ${version}; look at it and save again`;
  throw new AppError('CONFLICT', { field: 'version', reason });
}

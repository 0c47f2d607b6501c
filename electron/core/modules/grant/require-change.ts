import { AppError } from '#shared/model/errors.ts';

/** Refuses a set of changes that changes nothing: who sends one has forgotten what they meant. */
export function requireChange(changes: Readonly<Record<string, readonly unknown[] | undefined>>): void {
  if (Object.values(changes).some((list) => list !== undefined && list.length > 0)) return;
  const message = `nothing is to be changed: name at least one of ${Object.keys(changes).join(', ')}`;
  throw new AppError('INVALID_INPUT', { issues: [{ path: '', message }] });
}

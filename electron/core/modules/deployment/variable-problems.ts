import { problemWords, type VariableProblem } from '#shared/model/variables/resolve.ts';
import type { OperationContext } from '../../rpc/index.ts';

/** So many are named; who mends those sees the others. */
const mostTold = 5;

/** Why variables of a service have no value, in words: names and never a value, and only to who may read them. */
export function problemTexts(
  { store, caller }: Pick<OperationContext, 'store' | 'caller'>,
  serviceId: string,
  problems: readonly VariableProblem[],
): string[] {
  if (problems.length === 0) return [];
  if (!store.access.can(caller.subject, 'serviceVariables.read', serviceId))
    return ['Its variables cannot be resolved; who may read them sees which.'];
  const told = problems.slice(0, mostTold).map(problemWords);
  const more = problems.length - told.length;
  return more > 0 ? [...told, `${more} more variables cannot be resolved.`] : told;
}

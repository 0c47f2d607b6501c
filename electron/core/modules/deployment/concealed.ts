import type { PlanChange } from '#shared/contract/deployment.ts';
import type { VariableProblem } from '#shared/model/variables/resolve.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { readableLevels } from '../variable/index.ts';
import { isVariableField, type LeveledChange } from './plan-changes.ts';
import { problemTexts } from './variable-problems.ts';

interface Answer {
  readonly changes: readonly PlanChange[];
  readonly blockers?: readonly string[];
}

/** An answer about a service with all that somebody might not be told; nobody gets it as it is. */
export type Unconcealed<A extends Answer> = A & {
  readonly changes: readonly LeveledChange[];
  /** Variables that have no value, which block a deployment. */
  readonly problems?: readonly VariableProblem[];
  /** What runs is not what was deployed last; told apart from what was saved since. */
  readonly hasDrifted?: boolean;
};

type Asking = Pick<OperationContext, 'store' | 'caller'>;

/**
 * An answer about a service as its caller may see it: without serviceVariables.read variables differ, or not, as a whole;
 * of a level whose variables the caller may not read a name is told, and no value.
 */
export function concealed<A extends Answer>(
  asking: Asking,
  serviceId: string,
  { problems = [], hasDrifted: _, ...answer }: Unconcealed<A>,
) {
  const changes = shownOf(asking, serviceId, answer.changes);
  if (problems.length === 0) return { ...answer, changes };
  const blockers = [...(answer.blockers ?? []), ...problemTexts(asking, serviceId, problems)];
  return { ...answer, changes, blockers };
}

const hidden = '•••';

function shownOf(asking: Asking, serviceId: string, changes: readonly LeveledChange[]): PlanChange[] {
  const readable = readableLevels(asking, serviceId);
  const shown = ({ levels, ...change }: LeveledChange): PlanChange =>
    levels.every((level) => readable.has(level)) ? change : masked(change);
  const others = changes.filter(({ field }) => !isVariableField(field)).map(shown);
  const ofVariables = changes.filter(({ field }) => isVariableField(field));
  if (ofVariables.length === 0) return others;
  if (!readable.has('service')) return [...others, { field: 'variables', from: hidden, to: hidden }];
  return changes.map(shown);
}

function masked({ field, from, to }: PlanChange): PlanChange {
  return { field, from: from === null ? null : hidden, to: to === null ? null : hidden };
}

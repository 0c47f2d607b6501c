import type { PlanChange } from '#shared/contract/deployment.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { isVariableField } from './plan-changes.ts';

interface WithChanges {
  readonly changes: readonly PlanChange[];
}

/** An answer about a service as its caller may see it: without serviceVariables.read variables differ, or not, as a whole. */
export function concealed<Answer extends WithChanges>(
  { store, caller }: OperationContext,
  serviceId: string,
  answer: Answer,
): Answer & { changes: PlanChange[] } {
  const mayRead = store.access.can(caller.subject, 'serviceVariables.read', serviceId);
  const shown = answer.changes.filter(({ field }) => mayRead || !isVariableField(field));
  const hidden = shown.length < answer.changes.length ? [{ field: 'variables', from: '•••', to: '•••' }] : [];
  return { ...answer, changes: [...shown, ...hidden] };
}

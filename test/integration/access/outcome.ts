import { sql } from '#core/store/database.ts';
import type { ContractOperation } from '#shared/contract/operations.ts';
import { type PolicyRow, policyOf } from '#test/support/policy.ts';
import { idsIn } from './ids-in.ts';
import type { Answer, Ask } from './transports.ts';
import type { World } from './world.ts';

/** A way into a world, as one of its people. */
export interface Way {
  readonly world: World;
  readonly ask: Ask;
}

const newestEvent = ({ core }: World): number =>
  core.services.store.database.first(
    sql.selectFrom('audit_event').select('sequence').orderBy('sequence', 'desc').limit(1),
  )?.sequence ?? 0;

const hasRefusal = ({ core }: World, operation: string, from: number): boolean =>
  core.services.store.database
    .all(sql.selectFrom('audit_event').selectAll().where('sequence', '>', from))
    .some((event) => event.outcome === 'refused' && event.operation === operation);

/** Whether a failure speaks of what was asked with: the policy's own, and not one of the rules behind it. */
const isPolicy = (
  { on, permission, ids }: PolicyRow,
  input: Record<string, unknown>,
  { code, data }: Answer,
): boolean => {
  const named = [{ field: `${on}Id`, permission }, ...ids].flatMap((each) =>
    idsIn(input, each.field).map((id) => ({ id, demands: each.permission })),
  );
  if (code === 'NOT_FOUND') return named.some(({ id }) => id === data?.id);
  if (code !== 'FORBIDDEN') return false;
  return named.some(({ id, demands }) => id === data?.nodeId && data?.permission === demands);
};

/** What a call comes to behind the policy: an answer, or a refusal by a rule of its own. */
const passed = new Set([
  'answered',
  'FORBIDDEN',
  'NOT_FOUND',
  'INVALID_INPUT',
  'CONFLICT',
  'BUSY',
  'LIMIT',
  'UNREACHABLE',
  'REMOTE_FAILED',
]);

/**
 * `allowed` where the policy let it pass and the handler answered by a rule; a refusal of the policy has to be audited.
 * Any other code is what came out, so that a bug (INTERNAL) or a missing operation is no allowed cell.
 */
export const outcomeOf = async (
  { world, ask }: Way,
  operation: ContractOperation,
  input: Record<string, unknown>,
): Promise<string> => {
  const from = newestEvent(world);
  const answer = await ask(operation.name, input);
  if (isPolicy(policyOf(operation.name), input, answer)) {
    return hasRefusal(world, operation.name, from) ? answer.code : 'refused without an event';
  }
  return passed.has(answer.code) ? 'allowed' : answer.code;
};

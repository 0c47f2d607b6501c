import { idsAt, referenceFields } from '#core/rpc/references.ts';
import { sql } from '#core/store/database.ts';
import type { ContractOperation } from '#shared/contract/operations.ts';
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
  operation: ContractOperation,
  input: Record<string, unknown>,
  { code, data }: Answer,
): boolean => {
  const named = referenceFields(operation.input).map((reference) => ({
    ...reference,
    ids: idsAt(input, reference.field),
  }));
  if (code === 'NOT_FOUND') return named.some(({ ids }) => ids.includes(String(data?.id)));
  if (code !== 'FORBIDDEN') return false;
  const { target, permission } = operation.meta;
  return named.some(
    (reference) =>
      reference.ids.includes(String(data?.nodeId)) &&
      data?.permission === (reference.field === target ? permission : reference.permission),
  );
};

/** `allowed` where the policy let it pass, whatever came of it then; a refusal of the policy has to be audited. */
export const outcomeOf = async (
  { world, ask }: Way,
  operation: ContractOperation,
  input: Record<string, unknown>,
): Promise<string> => {
  const from = newestEvent(world);
  const answer = await ask(operation.name, input);
  if (answer.code === 'UNAUTHENTICATED') return answer.code;
  if (!isPolicy(operation, input, answer)) return 'allowed';
  return hasRefusal(world, operation.name, from) ? answer.code : 'refused without an event';
};

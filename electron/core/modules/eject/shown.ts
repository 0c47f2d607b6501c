import type { VariableLevel } from '#shared/model/variables/levels.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { levelNodes, readableLevels } from '../variable/index.ts';

/** What holds a value, and how secret that is. */
interface Valued {
  readonly isSecret: boolean;
  readonly levels: readonly VariableLevel[];
}

/** What the caller may take along of a service. */
export interface Shown {
  /** Whether they may know the names of its variables. */
  readonly hasNames: boolean;
  isShown(valued: Valued): boolean;
}

/**
 * Judges value by value: each level that it is of asks for its own permission to read, and for a secret, where those are
 * wanted, for `secret.reveal` there.
 */
export function shownOf(context: OperationContext, serviceId: string, withSecrets: boolean): Shown {
  const { access } = context.store;
  const readable = readableLevels(context, serviceId);
  const revealed = new Set(
    [...levelNodes(context.store, serviceId)]
      .filter(([, { id }]) => access.can(context.caller.subject, 'secret.reveal', id))
      .map(([level]) => level),
  );
  const hasNames = readable.has('service');
  return {
    hasNames,
    isShown: ({ isSecret, levels }) =>
      hasNames &&
      levels.every((level) => readable.has(level) && (!isSecret || (withSecrets && revealed.has(level)))),
  };
}

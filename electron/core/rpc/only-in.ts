import { idsAt } from '#shared/contract/at-field.ts';
import type { ReferenceField } from '#shared/contract/reference-fields.ts';
import { AppError } from '#shared/model/errors.ts';
import type { AccessIndex } from '../access/index.ts';
import type { Caller } from './caller.ts';

/** Whether a caller gets into an organization: a session may be for one alone. */
export function isOpenTo({ onlyIn }: Pick<Caller, 'onlyIn'>, organizationId: string): boolean {
  return onlyIn === undefined || onlyIn === organizationId;
}

/**
 * Answers ids of other organizations as unknown to a session that was opened for one alone, because the second factor
 * of that one's provider stood in for the account's own (R20).
 */
export function requireWithin(
  access: AccessIndex,
  caller: Pick<Caller, 'onlyIn'>,
  fields: readonly ReferenceField[],
  input: Readonly<Record<string, unknown>>,
): void {
  if (caller.onlyIn === undefined) return;
  for (const { field, kinds } of fields) {
    for (const id of idsAt(input, field)) {
      const organizationId = access.node(id)?.organizationId;
      if (organizationId === undefined || isOpenTo(caller, organizationId)) continue;
      throw new AppError('NOT_FOUND', { kind: kinds[0] ?? 'organization', id });
    }
  }
}

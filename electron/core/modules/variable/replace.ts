import type { Variable } from '#shared/contract/variable.ts';
import { AppError } from '#shared/model/errors.ts';
import type { AuditChange, AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { type ResolvedVariable, resolveVariables, sealedPlace, variablesOf } from './queries.ts';

interface Given {
  readonly name: string;
  readonly value?: string | undefined;
  readonly isSecret: boolean;
}

const invalid = (index: number, message: string): AppError =>
  new AppError('INVALID_INPUT', { issues: [{ path: `variables.${index}.name`, message }] });

const refuseDuplicates = (variables: readonly Given[]): void => {
  const seen = new Map<string, string>();
  variables.forEach(({ name }, index) => {
    const first = seen.get(name.toLowerCase());
    if (first !== undefined) {
      throw invalid(index, first === name ? 'is there twice' : `differs from ${first} only by case`);
    }
    seen.set(name.toLowerCase(), name);
  });
};

const chosenValue = (given: Given, index: number, old: ResolvedVariable | undefined): string => {
  if (given.value !== undefined) return given.value;
  if (given.isSecret && old?.isSecret) return old.value;
  throw new AppError('INVALID_INPUT', {
    issues: [
      { path: `variables.${index}.value`, message: 'is missing; only a secret that has a value may keep it' },
    ],
  });
};

const shown = (variable: ResolvedVariable | undefined): unknown =>
  variable?.isSecret ? '•••' : variable?.value;

const auditOf = (
  before: ReadonlyMap<string, ResolvedVariable>,
  after: readonly ResolvedVariable[],
): AuditChange[] => {
  const names = new Set([...before.keys(), ...after.map(({ name }) => name)]);
  const byName = new Map(after.map((variable) => [variable.name, variable]));
  return [...names].flatMap((name) => {
    const [old, now] = [before.get(name), byName.get(name)];
    const isSame = old?.value === now?.value && old?.isSecret === now?.isSecret;
    return isSame ? [] : [{ field: name, before: shown(old), after: now?.isSecret ? 'changed' : shown(now) }];
  });
};

const insert = (
  tx: AuditedTransaction,
  serviceId: string,
  variable: ResolvedVariable,
  position: number,
): void => {
  const { name, value, isSecret } = variable;
  tx.database.run(
    sql.insertInto('service_variable').values({
      service_id: serviceId,
      position,
      name,
      plain_value: isSecret ? null : value,
      sealed_value: isSecret ? tx.sealer.seal(value, sealedPlace(serviceId, name)) : null,
    }),
  );
};

/**
 * Replaces all variables of a service at once. A secret without a value keeps the one it has; CONFLICT on
 * `version` where somebody saved in between.
 */
export const replaceVariables = (
  context: OperationContext,
  input: { serviceId: string; variables: readonly Given[]; version?: number | undefined },
): { version: number; variables: Variable[] } => {
  const { serviceId } = input;
  refuseDuplicates(input.variables);
  context.write((tx) => {
    const { version } = variablesOf(context.store, serviceId);
    if (input.version !== undefined && input.version !== version) {
      const reason = 'somebody changed the variables since you opened them; look at theirs and save again';
      throw new AppError('CONFLICT', { field: 'version', reason });
    }
    const before = new Map(resolveVariables(tx, serviceId).map((variable) => [variable.name, variable]));
    const after = input.variables.map((given, index) => ({
      name: given.name,
      isSecret: given.isSecret,
      value: chosenValue(given, index, before.get(given.name)),
    }));
    tx.database.run(sql.deleteFrom('service_variable').where('service_id', '=', serviceId));
    for (const [position, variable] of after.entries()) insert(tx, serviceId, variable, position);
    tx.database.run(
      sql
        .updateTable('service')
        .set({ variables_version: version + 1 })
        .where('id', '=', serviceId),
    );
    tx.announce({ kind: 'serviceVariables', nodeId: serviceId, verb: 'updated' });
    tx.audit({ changes: auditOf(before, after) });
  });
  return variablesOf(context.store, serviceId);
};

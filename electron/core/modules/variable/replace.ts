import type { Variable } from '#shared/contract/variable.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import type { AuditChange, AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { SealedPlace } from '../../store/sealed.ts';
import { type ResolvedVariable, sealedPlace, variableRows, variablesOf } from './queries.ts';

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

/** A variable as it was: a secret stays sealed, and may be damaged, and be kept or replaced all the same. */
interface Before extends ResolvedVariable {
  readonly sealed: Uint8Array | null;
}

/** The value of what was damaged: no given one is the same. */
const unreadable = '\0';

const before = (tx: AuditedTransaction, serviceId: string): ReadonlyMap<string, Before> =>
  new Map(
    variableRows(tx.database, serviceId).map(({ name, plain_value, sealed_value: sealed }) => {
      const value = sealed === null ? (plain_value ?? '') : opened(tx, sealed, sealedPlace(serviceId, name));
      return [name, { name, value, isSecret: sealed !== null, sealed }];
    }),
  );

const opened = (tx: AuditedTransaction, sealed: Uint8Array, place: SealedPlace): string => {
  try {
    return tx.sealer.open(sealed, place);
  } catch (error) {
    if (isAppError(error, 'CONFLICT')) return unreadable;
    throw error;
  }
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

const insert = (tx: AuditedTransaction, serviceId: string, variable: Before, position: number): void => {
  const { name, value, isSecret, sealed } = variable;
  tx.database.run(
    sql.insertInto('service_variable').values({
      service_id: serviceId,
      position,
      name,
      plain_value: isSecret ? null : value,
      sealed_value: isSecret ? (sealed ?? tx.sealer.seal(value, sealedPlace(serviceId, name))) : null,
    }),
  );
};

const store = (
  tx: AuditedTransaction,
  serviceId: string,
  parts: { version: number; old: ReadonlyMap<string, Before>; after: readonly Before[] },
): void => {
  const { version, old, after } = parts;
  tx.database.run(sql.deleteFrom('service_variable').where('service_id', '=', serviceId));
  for (const [position, variable] of after.entries()) insert(tx, serviceId, variable, position);
  const columns = { variables_version: version + 1 };
  const changes = auditOf(old, after);
  tx.change('service', serviceId, {}, { columns, changes, announces: 'serviceVariables' });
};

/** Makes the variables of a service what they were somewhere else, such as in a deployment. */
export const setVariables = (
  context: OperationContext,
  tx: AuditedTransaction,
  { serviceId, variables }: { serviceId: string; variables: readonly ResolvedVariable[] },
): void => {
  const { version } = variablesOf(context.store, serviceId);
  const after = variables.map((variable) => ({ ...variable, sealed: null }));
  store(tx, serviceId, { version, old: before(tx, serviceId), after });
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
    const old = before(tx, serviceId);
    const after = input.variables.map((given, index) => ({
      name: given.name,
      isSecret: given.isSecret,
      value: chosenValue(given, index, old.get(given.name)),
      sealed: given.value === undefined ? (old.get(given.name)?.sealed ?? null) : null,
    }));
    store(tx, serviceId, { version, old, after });
  });
  return variablesOf(context.store, serviceId);
};

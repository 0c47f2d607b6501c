import type { Variable } from '#shared/contract/variable.ts';
import { sql } from '../../store/database.ts';
import type { Sealer } from '../../store/sealed.ts';
import type { Store, Transaction } from '../../store/store.ts';
import { requireRow } from '../node/index.ts';

/** Where the value of one variable is sealed to. */
export const sealedPlace = (serviceId: string, name: string) => ({
  table: 'service_variable',
  row: `${serviceId}/${name}`,
  column: 'sealed_value',
  field: name,
});

/** The rows of a service's variables in their order. */
export const variableRows = (database: Store['database'], serviceId: string) =>
  database.all(
    sql.selectFrom('service_variable').selectAll().where('service_id', '=', serviceId).orderBy('position'),
  );

/** The variables of a service as listed: secrets without their values. */
export const variablesOf = (store: Store, serviceId: string): { version: number; variables: Variable[] } => {
  const service = requireRow(
    store.database.first(sql.selectFrom('service').select('variables_version').where('id', '=', serviceId)),
    'service',
    serviceId,
  );
  return {
    version: service.variables_version,
    variables: variableRows(store.database, serviceId).map(({ name, plain_value }) =>
      plain_value === null ? { name, isSecret: true } : { name, value: plain_value, isSecret: false },
    ),
  };
};

/** What a deployment hands to the container: every variable with its value in the clear. */
export interface ResolvedVariable {
  readonly name: string;
  readonly value: string;
  readonly isSecret: boolean;
}

/** Opens all variables of a service, for a deployment; the values never leave the core. */
export const resolveVariables = (
  store: { database: Store['database']; sealer: Sealer },
  serviceId: string,
): ResolvedVariable[] => variableRows(store.database, serviceId).map((row) => opened(store, row));

/** Opens one variable alone, so that a damaged one beside it is in nobody's way. */
export const resolveVariable = (
  store: { database: Store['database']; sealer: Sealer },
  serviceId: string,
  name: string,
): ResolvedVariable | undefined => {
  const row = variableRows(store.database, serviceId).find((each) => each.name === name);
  return row && opened(store, row);
};

const opened = (
  { sealer }: { sealer: Sealer },
  row: ReturnType<typeof variableRows>[number],
): ResolvedVariable => {
  const { service_id: serviceId, name, plain_value: plain, sealed_value: sealed } = row;
  const value = sealed === null ? (plain ?? '') : sealer.open(sealed, sealedPlace(serviceId, name));
  return { name, value, isSecret: sealed !== null };
};

/** Copies the plain variables of one service to another, inside the caller's transaction. */
export const copyVariables = (tx: Transaction, fromServiceId: string, toServiceId: string): void => {
  const plain = variableRows(tx.database, fromServiceId).filter((row) => row.plain_value !== null);
  for (const row of plain) {
    tx.database.run(sql.insertInto('service_variable').values({ ...row, service_id: toServiceId }));
  }
};

import type { Variable, VariableList } from '#shared/contract/variable.ts';
import { isAppError } from '#shared/model/errors.ts';
import type { VariableLevel } from '#shared/model/variables/levels.ts';
import { type Definition, type PreparedLevel, prepareLevel } from '#shared/model/variables/lookup.ts';
import { escapeReferences } from '#shared/model/variables/references.ts';
import { scopeOfKey } from '#shared/model/variables/scope.ts';
import { type Database, sql } from '../../store/database.ts';
import { prepared } from '../../store/prepared.ts';
import type { SealedPlace, Sealer } from '../../store/sealed.ts';

/** Where values are kept and opened. */
export interface Vault {
  readonly database: Database;
  readonly sealer: Sealer;
}

/** One value of a variable in the clear; it never leaves the core. */
export interface Entry {
  readonly name: string;
  /** Null where what is stored is damaged. */
  readonly value: string | null;
  readonly isSecret: boolean;
  /** By `scopeKey`. */
  readonly scope: string;
  readonly above: string;
  readonly beside: string;
  /** A secret as it is stored, so that it is kept without being opened. */
  readonly sealed?: Uint8Array | undefined;
  readonly isVerbatim?: boolean | undefined;
}

/** All variables of a node in their order, and the comments below them. */
export interface Entries {
  readonly version: number;
  readonly entries: readonly Entry[];
  readonly below: string;
}

/**
 * Where one value is sealed to. The table is the one that the variables of services were in first: what was sealed there
 * opens nowhere else, and a new name would close it.
 */
export function sealedPlace(nodeId: string, { name, scope }: Pick<Entry, 'name' | 'scope'>): SealedPlace {
  const row = scope === '' ? `${nodeId}/${name}` : `${nodeId}/${name}/${scope}`;
  return { table: 'service_variable', row, column: 'sealed_value', field: name };
}

const rowsOf = prepared(({ id }: { id: string }) =>
  sql.selectFrom('variable').selectAll().where('node_id', '=', id).orderBy('position'),
);
const setOf = prepared(({ id }: { id: string }) =>
  sql.selectFrom('variable_set').selectAll().where('node_id', '=', id),
);

/** The variables of a node, values in the clear. A node that never had any is at version 1. */
export function entriesOf(vault: Vault, nodeId: string): Entries {
  const set = vault.database.first(setOf({ id: nodeId }));
  const entries = vault.database.all(rowsOf({ id: nodeId })).map((row): Entry => {
    const { name, scope, above, beside, sealed_value: sealed, is_verbatim: isVerbatim } = row;
    const told = { name, scope, above, beside };
    if (sealed === null) return { ...told, value: row.plain_value ?? '', isSecret: false };
    const opened = open(vault.sealer, sealed, sealedPlace(nodeId, row));
    const value = opened !== null && isVerbatim === 1 ? escapeReferences(opened) : opened;
    return { ...told, value, isSecret: true, sealed, isVerbatim: isVerbatim === 1 };
  });
  return { version: set?.version ?? 1, entries, below: set?.below ?? '' };
}

/** The same as listed: secrets without their values. */
export function asListed({ version, entries, below }: Entries): VariableList {
  return { version, variables: entries.map(listed), ...(below === '' ? {} : { below }) };
}

/** The variables of a node ready to be resolved. */
export function preparedLevel(vault: Vault, level: VariableLevel, nodeId: string): PreparedLevel {
  return prepareLevel(
    level,
    entriesOf(vault, nodeId).entries.map(
      ({ name, value, isSecret, scope }): Definition => ({ name, value, isSecret, scope: scopeOfKey(scope) }),
    ),
  );
}

function listed({ name, value, isSecret, scope, above, beside }: Entry): Variable {
  return {
    name,
    ...(isSecret || value === null ? {} : { value }),
    isSecret,
    ...(scope === '' ? {} : { scope: scopeOfKey(scope) }),
    ...(above === '' ? {} : { above }),
    ...(beside === '' ? {} : { beside }),
  };
}

/** A damaged one is in nobody's way: it can be kept, replaced and deleted, and has no value. */
function open(sealer: Sealer, sealed: Uint8Array, place: SealedPlace): string | null {
  try {
    return sealer.open(sealed, place);
  } catch (error) {
    if (isAppError(error, 'CONFLICT')) return null;
    throw error;
  }
}

import type { VariableSave } from '#shared/contract/variable.ts';
import { AppError } from '#shared/model/errors.ts';
import type { AuditedTransaction, Caller } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { instant } from '../node/index.ts';
import type { Entries, Entry, Vault } from './entries.ts';

/** How many saves of a node are kept. */
const mostSaves = 50;

type Changes = VariableSave['changes'];

/** What of an entry a save keeps. */
type Kept = Pick<Entry, 'name' | 'value' | 'isSecret' | 'scope' | 'above' | 'beside'>;

interface Content {
  readonly entries: readonly Kept[];
  readonly below: string;
}

interface Saved {
  readonly nodeId: string;
  readonly before: Entries;
  readonly after: Entries;
  readonly changes: Changes;
}

/** Keeps a save as it was made, secrets sealed, and before the first one what was there; the oldest go. */
export function keepSave(
  tx: AuditedTransaction,
  caller: Caller,
  { nodeId, before, after, changes }: Saved,
): void {
  const isFirst = tx.database.first(
    sql.selectFrom('variable_save').select('version').where('node_id', '=', nodeId).limit(1),
  );
  if (!isFirst && before.entries.length > 0) {
    const added = [...new Set(before.entries.map(({ name }) => name))];
    const all: Changes = added.map((name) => ({ name, change: 'added' }));
    insert(tx, nodeId, { ...before, at: null, by: null, changes: all });
  }
  insert(tx, nodeId, { ...after, at: tx.now, by: caller.name, changes });
  tx.database.run(
    sql
      .deleteFrom('variable_save')
      .where('node_id', '=', nodeId)
      .where('version', '<=', after.version - mostSaves),
  );
}

/** The saves of a node, newest first. */
export function savesOf({ database }: Pick<Store, 'database'>, nodeId: string): VariableSave[] {
  const rows = database.all(
    sql
      .selectFrom('variable_save')
      .select(['version', 'at', 'by_name', 'changes'])
      .where('node_id', '=', nodeId)
      .orderBy('version', 'desc'),
  );
  return rows.map(({ version, at, by_name: by, changes }) => ({
    version,
    at: at === null ? null : instant(at),
    by,
    changes: JSON.parse(changes) as Changes,
  }));
}

/** The variables of a node as an earlier save made them; CONFLICT on `version` where that one isn't kept. */
export function savedEntries({ database, sealer }: Vault, nodeId: string, version: number): Entries {
  const row = database.first(
    sql
      .selectFrom('variable_save')
      .select('content')
      .where('node_id', '=', nodeId)
      .where('version', '=', version),
  );
  if (!row) {
    const reason = `version ${version} is not among the last ${mostSaves} saves that are kept`;
    throw new AppError('CONFLICT', { field: 'version', reason });
  }
  return { version, ...(JSON.parse(sealer.open(row.content, place(nodeId, version))) as Content) };
}

interface NewSave extends Entries {
  readonly at: number | null;
  readonly by: string | null;
  readonly changes: Changes;
}

function insert(tx: AuditedTransaction, nodeId: string, save: NewSave): void {
  const { version, at, by, changes } = save;
  tx.database.run(
    sql.insertInto('variable_save').values({
      node_id: nodeId,
      version,
      at,
      by_name: by,
      changes: JSON.stringify(changes),
      content: tx.sealer.seal(JSON.stringify(contentOf(save)), place(nodeId, version)),
    }),
  );
}

function contentOf({ entries, below }: Entries): Content {
  const kept = entries.map(({ name, value, isSecret, scope, above, beside }) => {
    return { name, value, isSecret, scope, above, beside };
  });
  return { entries: kept, below };
}

function place(nodeId: string, version: number) {
  return {
    table: 'variable_save',
    row: `${nodeId}/${version}`,
    column: 'content',
    field: `version ${version}`,
  };
}

import type { GivenVariable, VariableSave } from '#shared/contract/variable.ts';
import { isVariableLevel, variablesKindOf } from '#shared/model/variables/levels.ts';
import { scopeKey } from '#shared/model/variables/scope.ts';
import type { AuditedTransaction, Caller } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { type Entries, type Entry, entriesOf, sealedPlace } from './entries.ts';
import { keepSave } from './saves.ts';

type Changes = VariableSave['changes'];

/** What is to be saved of a node. */
export interface Wanted {
  readonly nodeId: string;
  readonly entries: readonly Entry[];
  readonly below: string;
}

/**
 * Makes the variables of a node these: rows, version, the kept save, announcement, and names for the audit trail. Writes
 * nothing where nothing is different.
 */
export function saveEntries(tx: AuditedTransaction, caller: Caller, wanted: Wanted): void {
  const before = entriesOf(tx, wanted.nodeId);
  const changes = changesBetween(before.entries, wanted.entries);
  const isRearranged = arrangementOf(before) !== arrangementOf(wanted);
  if (changes.length === 0 && !isRearranged) return;
  const after = { ...wanted, version: before.version + 1 };
  write(tx, after);
  keepSave(tx, caller, { nodeId: wanted.nodeId, before, after, changes });
  announce(tx, wanted.nodeId);
  const told = changes.map(({ name, change }) => ({ field: name, after: change }));
  tx.audit({ changes: told.length > 0 ? told : [{ field: 'order and comments', after: 'changed' }] });
}

/** Copies what is plain, with its comments; `ids` says what stands for what in the scopes of the copy. */
export function copyEntries(
  tx: AuditedTransaction,
  fromId: string,
  toId: string,
  ids: ReadonlyMap<string, string> = new Map(),
): void {
  const { entries, below } = entriesOf(tx, fromId);
  const plain = entries.filter(({ isSecret }) => !isSecret);
  if (plain.length === 0 && below === '') return;
  const copied = plain.map((entry) => ({ ...entry, scope: withIds(entry.scope, ids) }));
  write(tx, { nodeId: toId, version: 1, entries: copied, below });
}

/** Gives a node that is made in the same transaction its variables; that they came with it is told by who makes it. */
export function insertEntries(
  tx: AuditedTransaction,
  nodeId: string,
  { variables, below }: { readonly variables: readonly GivenVariable[]; readonly below: string },
): void {
  if (variables.length === 0 && below === '') return;
  const entries = variables.map(({ name, value = '', isSecret, scope = {}, above = '', beside = '' }) => ({
    ...{ name, value, isSecret, above, beside },
    scope: scopeKey(scope),
  }));
  write(tx, { nodeId, version: 1, entries, below });
}

function write(
  tx: AuditedTransaction,
  { nodeId, version, entries, below }: Wanted & { version: number },
): void {
  const set = { version, below };
  tx.database.run(
    sql
      .insertInto('variable_set')
      .values({ node_id: nodeId, ...set })
      .onConflict((conflict) => conflict.column('node_id').doUpdateSet(set)),
  );
  tx.database.run(sql.deleteFrom('variable').where('node_id', '=', nodeId));
  for (const [position, entry] of entries.entries()) insert(tx, nodeId, entry, position);
}

function insert(tx: AuditedTransaction, nodeId: string, entry: Entry, position: number): void {
  const { name, scope, above, beside, value, isSecret, sealed, isVerbatim } = entry;
  tx.database.run(
    sql.insertInto('variable').values({
      ...{ node_id: nodeId, position, name, scope, above, beside },
      plain_value: isSecret ? null : (value ?? ''),
      sealed_value: isSecret ? (sealed ?? tx.sealer.seal(value ?? '', sealedPlace(nodeId, entry))) : null,
      is_verbatim: isSecret && sealed && isVerbatim ? 1 : 0,
    }),
  );
}

function announce(tx: AuditedTransaction, nodeId: string): void {
  const node = tx.database.first(sql.selectFrom('node').select('kind').where('id', '=', nodeId));
  if (node && isVariableLevel(node.kind))
    tx.announce({ kind: variablesKindOf(node.kind), nodeId, verb: 'updated' });
}

/** Which names have other values, secrecy or scopes than before. */
function changesBetween(before: readonly Entry[], after: readonly Entry[]): Changes {
  const [old, now] = [byName(before), byName(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name): Changes => {
    const [was, is] = [old.get(name), now.get(name)];
    if (was === undefined) return [{ name, change: 'added' }];
    if (is === undefined) return [{ name, change: 'removed' }];
    return was === is ? [] : [{ name, change: 'changed' }];
  });
}

/** What a name is at a level as one text; a damaged secret is the same only as itself. */
function byName(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string[]>();
  for (const { name, value, isSecret, scope, sealed } of entries) {
    const kept = value ?? Buffer.from(sealed ?? []).toString('base64');
    const text = JSON.stringify([scope, isSecret, value === null, kept]);
    texts.set(name, [...(texts.get(name) ?? []), text].toSorted());
  }
  return new Map([...texts].map(([name, list]) => [name, list.join('\n')]));
}

/** Order and comments as one text. */
function arrangementOf({ entries, below }: Pick<Entries, 'entries' | 'below'>): string {
  return JSON.stringify([
    below,
    entries.map(({ name, scope, above, beside }) => [name, scope, above, beside]),
  ]);
}

function withIds(scope: string, ids: ReadonlyMap<string, string>): string {
  return scope === ''
    ? scope
    : scope.replaceAll(/"([^"]*)"/g, (text, id: string) => {
        const other = ids.get(id);
        return other === undefined ? text : JSON.stringify(other);
      });
}

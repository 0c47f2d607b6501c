import type { Change } from '#shared/contract/changes.ts';
import { AppError } from '#shared/model/errors.ts';
import { withArticle } from '#shared/model/node-words.ts';
import type { NodeKind } from '#shared/model/nodes.ts';
import type { AccessIndex } from '../access/access-index.ts';
import type { ChangeFeed } from '../events/change-feed.ts';
import { type Database, sql } from './database.ts';
import { newNodeId } from './ids.ts';
import { prepared } from './prepared.ts';
import type { Sealer } from './sealed.ts';

/** One committed-or-nothing change. Everything in it is synchronous: no await, nothing remote. */
export interface Transaction {
  readonly database: Database;
  readonly sealer: Sealer;
  /** Milliseconds since 1970, the same throughout. */
  readonly now: number;
  /** Adds a node and answers its id, a new one unless given. CONFLICT on `name` where a sibling of the kind has that name. */
  createNode(node: { kind: NodeKind; parentId: string | null; name: string | null; id?: string }): string;
  renameNode(id: string, name: string): void;
  moveNode(id: string, parentId: string): void;
  /** Removes a node and everything below it, in every table. */
  removeNode(id: string): void;
  /** Says after the commit that something of a node changed that is no node itself, such as its variables. */
  announce(change: Pick<Change, 'kind' | 'nodeId' | 'verb'>): void;
  /** Keeps the access index in step; runs right after the commit. */
  afterCommit(update: (access: AccessIndex) => void): void;
}

/** The store: queries, transactions, and the two things that follow each commit (access index, feed). */
export interface Store {
  readonly database: Database;
  readonly access: AccessIndex;
  readonly sealer: Sealer;
  readonly changes: ChangeFeed;
  now(): number;
  write<T>(change: (tx: Transaction) => T): T;
}

interface Pending {
  readonly updates: ((access: AccessIndex) => void)[];
  readonly changes: { organizationId: string; change: Change }[];
}

interface NodeRow {
  readonly id: string;
  readonly kind: NodeKind;
  readonly parent_id: string | null;
  readonly organization_id: string;
  readonly name: string | null;
}

const nodeById = prepared(({ id }: { id: string }) =>
  sql.selectFrom('node').selectAll().where('id', '=', id),
);
const insertNode = prepared(({ id, kind, parent_id, organization_id, name }: NodeRow) =>
  sql.insertInto('node').values({ id, kind, parent_id, organization_id, name }),
);

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_UNIQUE';

const orTaken = <T>(kind: NodeKind, name: string | null, change: () => T): T => {
  try {
    return change();
  } catch (error) {
    if (!isTaken(error)) throw error;
    const reason = `there is already ${withArticle(kind)} named “${name ?? ''}” here; choose another name`;
    throw new AppError('CONFLICT', { field: 'name', reason }, { cause: error });
  }
};

/** Makes the store over an open database whose access index is loaded. */
export const createStore = (parts: {
  database: Database;
  access: AccessIndex;
  sealer: Sealer;
  changes: ChangeFeed;
  now: () => number;
}): Store => {
  const { database, access, sealer, changes, now } = parts;

  const nodeRow = (id: string) => {
    const row = database.first(nodeById({ id }));
    if (!row) throw new AppError('NOT_FOUND', { kind: 'node', id });
    return row;
  };

  const open = (pending: Pending): Transaction => {
    /** What this transaction made, by id: the index learns of it after the commit. */
    const made = new Map<string, NodeRow>();
    let hasRemoved = false;
    const tell = (row: NodeRow, verb: Change['verb']): void => {
      const change = { kind: row.kind, nodeId: row.id, parentId: row.parent_id, verb };
      pending.changes.push({ organizationId: row.organization_id, change });
    };
    /** Nodes never change their organization, so the index answers as long as nothing went in this transaction. */
    const organizationOf = (id: string): string => {
      const known = hasRemoved
        ? undefined
        : (made.get(id)?.organization_id ?? access.node(id)?.organizationId);
      return known ?? nodeRow(id).organization_id;
    };
    const at = now();
    return {
      database,
      sealer,
      now: at,
      createNode({ kind, parentId, name, id = newNodeId(kind, at) }) {
        const organizationId = parentId === null ? id : organizationOf(parentId);
        const row: NodeRow = { id, kind, parent_id: parentId, organization_id: organizationId, name };
        orTaken(kind, name, () => database.run(insertNode(row)));
        made.set(id, row);
        pending.updates.push((index) => index.addNode({ id, kind, parentId, organizationId, name }));
        tell(row, 'created');
        return id;
      },
      renameNode(id, name) {
        const row = nodeRow(id);
        orTaken(row.kind, name, () =>
          database.run(sql.updateTable('node').set({ name }).where('id', '=', id)),
        );
        pending.updates.push((index) => index.renameNode(id, name));
        tell(row, 'updated');
      },
      moveNode(id, parentId) {
        const row = nodeRow(id);
        orTaken(row.kind, row.name, () =>
          database.run(sql.updateTable('node').set({ parent_id: parentId }).where('id', '=', id)),
        );
        pending.updates.push((index) => index.moveNode(id, parentId));
        tell({ ...row, parent_id: parentId }, 'updated');
      },
      removeNode(id) {
        tell(nodeRow(id), 'deleted');
        hasRemoved = true;
        database.run(sql.deleteFrom('node').where('id', '=', id));
        pending.updates.push((index) => index.removeNode(id));
      },
      announce({ kind, nodeId, verb }) {
        const row = nodeRow(nodeId);
        const change = { kind, nodeId, parentId: row.parent_id, verb };
        pending.changes.push({ organizationId: row.organization_id, change });
      },
      afterCommit(update) {
        pending.updates.push(update);
      },
    };
  };

  return {
    database,
    access,
    sealer,
    changes,
    now,
    write(change) {
      access.ready();
      const pending: Pending = { updates: [], changes: [] };
      const result = database.transaction(() => change(open(pending)));
      const groups = Map.groupBy(pending.changes, (each) => each.organizationId);
      const tell = [...groups].map(([organizationId, group]) =>
        changes.prepare(
          organizationId,
          group.map((each) => each.change),
        ),
      );
      const before = peopleOf(access, groups);
      for (const update of pending.updates) update(access);
      for (const each of tell) each();
      const after = peopleOf(access, groups);
      for (const organizationId of groups.keys()) {
        const people = [...(before.get(organizationId) ?? []), ...(after.get(organizationId) ?? [])];
        changes.tellPeople(new Set(people), organizationId);
      }
      return result;
    },
  };
};

const membershipKinds: ReadonlySet<string> = new Set(['member', 'access']);

/** The accounts whose membership of an organization these changes are of, as the index knows them now. */
function peopleOf(
  access: AccessIndex,
  groups: ReadonlyMap<string, Pending['changes']>,
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...groups].map(([organizationId, group]) => [
      organizationId,
      group.flatMap(({ change: { kind, nodeId } }) =>
        membershipKinds.has(kind) ? (access.memberships.member(nodeId)?.accountId ?? []) : [],
      ),
    ]),
  );
}

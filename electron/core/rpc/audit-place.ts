import type { Named } from '#shared/model/facts.ts';
import type { AccessIndex, IndexedNode } from '../access/index.ts';
import type { Database } from '../store/database.ts';
import type { Store, Transaction } from '../store/store.ts';
import { type AuditSubject, calledInStore, kindOfId, type NodePlace, placeInStore } from './audit.ts';

/** What an event says of its node. */
export type Placed = Pick<AuditSubject, 'organizationId' | 'nodeId' | 'nodePath' | 'nodeName'>;

const placeOf = (database: Database, node: IndexedNode): NodePlace => {
  const nodes: IndexedNode[] = [];
  for (let above: IndexedNode | null = node; above; above = above.parent) nodes.unshift(above);
  return {
    organizationId: node.organizationId,
    path: nodes.map(({ id }) => id).join(' '),
    name: nodes.map((each) => calledInStore(database, each)).join('/'),
  };
};

/** What a fact points to, as it is called now; of what is not there the kind alone. */
export const named = ({ database, access }: Pick<Store, 'database' | 'access'>, id: string): Named => {
  const node = access.node(id);
  const kind = node?.kind ?? kindOfId(id) ?? 'organization';
  if (!node) return { id, kind, name: calledInStore(database, { id, name: null }) };
  if (node.name === null) return { id, kind, name: calledInStore(database, node) };
  const { name } = placeOf(database, node);
  return { id, kind, name: name.slice(name.indexOf('/') + 1) };
};

/** A node of the index as an event says it. */
export const about = (database: Database, node: IndexedNode): Placed => {
  const { organizationId, path, name } = placeOf(database, node);
  return { organizationId, nodeId: node.id, nodePath: path, nodeName: name };
};

/**
 * Where nodes lie in a transaction. What it made is not in the index yet; once it renamed, moved or removed
 * anything the index may be wrong, and the store is asked.
 */
export class Places {
  readonly #tx: Transaction;
  readonly #access: AccessIndex;
  readonly #made = new Map<string, { parentId: string | null; name: string | null }>();
  #isChanged = false;

  constructor(tx: Transaction, access: AccessIndex) {
    this.#tx = tx;
    this.#access = access;
  }

  made(id: string, node: { parentId: string | null; name: string | null }): void {
    this.#made.set(id, node);
  }

  changed(): void {
    this.#isChanged = true;
  }

  #ofMade(id: string): NodePlace | undefined {
    const node = this.#made.get(id);
    if (!node) return undefined;
    const name = calledInStore(this.#tx.database, { id, name: node.name });
    if (node.parentId === null) return { organizationId: id, path: id, name };
    const known = this.#access.node(node.parentId);
    const above = this.#ofMade(node.parentId) ?? (known && placeOf(this.#tx.database, known));
    return (
      above && {
        organizationId: above.organizationId,
        path: `${above.path} ${id}`,
        name: `${above.name}/${name}`,
      }
    );
  }

  /** A removed node is in the index, and no more in the store. */
  #of(id: string): NodePlace | undefined {
    const made = this.#isChanged ? undefined : this.#ofMade(id);
    if (made) return made;
    const known = this.#access.node(id);
    return placeInStore(this.#tx.database, id) ?? (known && placeOf(this.#tx.database, known));
  }

  about(nodeId: string): Partial<Placed> {
    const place = this.#of(nodeId);
    return place
      ? { organizationId: place.organizationId, nodeId, nodePath: place.path, nodeName: place.name }
      : { nodeId, nodePath: nodeId, nodeName: null };
  }
}

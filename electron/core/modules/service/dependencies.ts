import { AppError } from '#shared/model/errors.ts';
import { circleWith } from '#shared/model/service-order.ts';
import { named, type OperationContext } from '../../rpc/index.ts';
import { type Database, sql } from '../../store/database.ts';
import type { Transaction } from '../../store/store.ts';
import { requireRow } from '../node/index.ts';

type Asking = Pick<OperationContext, 'store' | 'caller'>;

/** What each service of an environment waits for, whoever asks. */
export function dependenciesIn(database: Database, environmentId: string): Map<string, string[]> {
  const rows = database.all(
    sql
      .selectFrom('service_dependency')
      .innerJoin('node', 'node.id', 'service_dependency.service_id')
      .select(['service_id', 'depends_on'])
      .where('node.parent_id', '=', environmentId)
      .orderBy('service_id')
      .orderBy('depends_on'),
  );
  const groups = Map.groupBy(rows, ({ service_id }) => service_id);
  return new Map([...groups].map(([id, each]) => [id, each.map(({ depends_on }) => depends_on)]));
}

/** What a service waits for, by name, of what the caller may see (R15). */
export function dependenciesOf({ store, caller }: Asking, serviceId: string): { id: string; name: string }[] {
  return waitsFor(store.database, serviceId)
    .filter((id) => store.access.canSee(caller.subject, id))
    .map((id) => ({ id, name: nameOf(store, id) }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

interface Wish {
  readonly serviceId: string;
  readonly dependsOn?: readonly string[] | undefined;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

const mostDependencies = 50;

/**
 * Sets what a service waits for, or adds to it and takes from it; what of that the caller may not see stays as it is. CONFLICT
 * for the service itself, for one of another environment, for more than there may be, and for a circle, whose way it names.
 */
export function setDependencies(
  context: OperationContext,
  { serviceId, dependsOn, add, remove }: Wish,
): void {
  const { store, caller } = context;
  context.write((tx) => {
    const environmentId = parentOf(store, serviceId);
    const before = waitsFor(tx.database, serviceId);
    const hidden = before.filter((id) => !store.access.canSee(caller.subject, id));
    const asked = [...(dependsOn ?? before), ...add].filter((id) => !remove.includes(id));
    const wanted = new Set([...asked, ...hidden]);
    for (const id of asked) if (!before.includes(id)) requireBeside(store, { id, serviceId, environmentId });
    if (wanted.size > mostDependencies) refuse(`a service waits for ${mostDependencies} others at most`);
    const circle = circleWith(dependenciesIn(tx.database, environmentId), serviceId, [...wanted]);
    if (circle) refuse(`each would wait for the next one: ${circle.map(shownTo(context)).join(' → ')}`);
    tx.database.run(sql.deleteFrom('service_dependency').where('service_id', '=', serviceId));
    for (const id of wanted) insert(tx, serviceId, id);
    tx.announce({ kind: 'service', nodeId: serviceId, verb: 'updated' });
    const told = (ids: Iterable<string>) =>
      [...ids].filter((id) => !hidden.includes(id)).map((id) => named(store, id));
    tx.audit({ changes: [{ field: 'dependsOn', was: told(before), is: told(wanted) }] });
  });
}

/** Has the copies wait for each other as their originals do, and for what was not copied where that is beside them. */
export function copyDependencies(tx: Transaction, copies: ReadonlyMap<string, string>): void {
  for (const [source, copy] of copies) {
    for (const id of waitsFor(tx.database, source)) {
      const target = copies.get(id) ?? id;
      if (placeOf(tx.database, target) === placeOf(tx.database, copy)) insert(tx, copy, target);
    }
  }
}

function requireBeside(
  store: Asking['store'],
  { id, serviceId, environmentId }: { id: string; serviceId: string; environmentId: string },
): void {
  if (id === serviceId) refuse('a service cannot wait for itself');
  if (parentOf(store, id) !== environmentId)
    refuse(`“${nameOf(store, id)}” is in another environment; a service waits for those beside it`);
}

function refuse(reason: string): never {
  throw new AppError('CONFLICT', { field: 'dependsOn', reason });
}

function shownTo({ store, caller }: Asking): (id: string) => string {
  return (id) =>
    store.access.canSee(caller.subject, id) ? `“${nameOf(store, id)}”` : 'a service that you may not see';
}

function nameOf(store: Asking['store'], id: string): string {
  return store.access.node(id)?.name ?? '';
}

function parentOf(store: Asking['store'], serviceId: string): string {
  return requireRow(placeOf(store.database, serviceId) ?? undefined, 'service', serviceId);
}

function placeOf(database: Database, id: string): string | null {
  return database.first(sql.selectFrom('node').select('parent_id').where('id', '=', id))?.parent_id ?? null;
}

function waitsFor(database: Database, serviceId: string): string[] {
  const query = sql.selectFrom('service_dependency').select('depends_on').where('service_id', '=', serviceId);
  return database.all(query.orderBy('depends_on')).map(({ depends_on }) => depends_on);
}

function insert(tx: Transaction, serviceId: string, id: string): void {
  tx.database.run(sql.insertInto('service_dependency').values({ service_id: serviceId, depends_on: id }));
}

import { createHash } from 'node:crypto';
import { type Fields, keyOf } from '#shared/bundle/thing.ts';
import { AppError } from '#shared/model/errors.ts';
import { nodeKinds } from '#shared/model/nodes.ts';
import { bundlePath, facetsOf, portableOf } from '../../bundle/body/paths.ts';
import type { Making } from '../../bundle/body/portable.ts';
import { type KnownThing, namedBy, readBody } from '../../bundle/body/read-body.ts';
import type { AuditedTransaction } from '../../rpc/index.ts';
import { isOfDisk } from '../../store/disk-problem.ts';
import { instant, requireMay } from '../node/index.ts';
import type { BundleModuleContext } from './context.ts';
import { joined } from './joined.ts';
import { dropKept, type Kept, keepImport, keptImport, sumImport } from './kept.ts';
import { type ImportedBefore, restoreImported } from './lines.ts';
import { demandedFor } from './permissions.ts';
import type { Written } from './write.ts';

/** Keeps what is needed to undo an import, in its transaction, in the place of what was kept of the one before. */
export function keepForUndo(
  { caller }: BundleModuleContext,
  tx: AuditedTransaction,
  {
    organizationId,
    written,
    line,
  }: {
    readonly organizationId: string;
    readonly written: readonly Written[];
    readonly line: ImportedBefore | undefined;
  },
): void {
  const [fresh, changed] = [written.filter(({ isNew }) => isNew), written.filter(({ isNew }) => !isNew)];
  const kept: Kept = {
    made: fresh.flatMap(({ id, planned, along }) => [{ id, kind: planned.thing.kind }, ...along]),
    changed: changed.map(({ id, planned, before, facets }) => ({
      ...{ id, kind: planned.thing.kind },
      ...{ before, facets },
    })),
    sums: null,
    ...(line && { line }),
  };
  keepImport(tx, { organizationId, byName: caller.name, kept });
}

/**
 * Notes what the import left, once it is committed, so that what changes afterwards is noticed. The import is done by then:
 * a disk that has no room for the note costs the undoing of it, and never says that nothing was changed.
 */
export function sumForUndo(context: BundleModuleContext, organizationId: string): void {
  const kept = keptImport(context.store, organizationId)?.kept;
  if (!kept) return;
  const now = thingsById(context, organizationId);
  const ids = [...kept.made, ...kept.changed].map(({ id }) => id);
  const sums = Object.fromEntries(ids.map((id) => [id, sumOf(now.get(id))]));
  try {
    sumImport(context.store, organizationId, { ...kept, sums });
  } catch (error) {
    if (!isOfDisk(error)) throw error;
  }
}

/** The last import, as whoever may import is told of it. */
export function lastImportOf({ store }: BundleModuleContext, organizationId: string) {
  const found = keptImport(store, organizationId);
  if (!found) return { last: null };
  const { kept, at, byName } = found;
  return { last: { at: instant(at), by: byName, added: kept.made.length, changed: kept.changed.length } };
}

/**
 * Takes the last import back, all of it or nothing: what it made goes, what it changed is as it was before. CONFLICT where
 * anything of it is other than it left it, holds something, or is named by something else.
 */
export async function undoImport(context: BundleModuleContext, organizationId: string) {
  const prepared = new Map<string, unknown>();
  for (const { id, kind, before } of keptImport(context.store, organizationId)?.kept.changed ?? []) {
    const { prepare } = portableOf(context.portables, kind);
    prepared.set(id, await prepare?.(context, { id, fields: given(before), secrets: {} }));
  }
  context.judgeAgain();
  return context.write((tx) => {
    const kept = keptImport(context.store, organizationId)?.kept;
    if (!kept) refuse('there is no import to undo');
    requireUnchanged(context, organizationId, kept);
    const making: Making = { ...joined(context, tx), organizationId, made: new Map() };
    for (const each of kept.changed.toReversed()) restore(context, making, each, prepared.get(each.id));
    for (const each of kept.made.toReversed()) remove(context, making, each);
    if (kept.line) restoreImported(tx, organizationId, kept.line);
    dropKept(tx, organizationId);
    const [removed, restored] = [kept.made.length, kept.changed.length];
    tx.audit({ nodeId: organizationId, changes: Object.entries({ removed, restored }).map(toldCount) });
    return { removed, restored };
  });
}

/** What was there before; what was none needs no check. */
function given(before: Fields): Fields {
  return Object.fromEntries(Object.entries(before).filter(([, value]) => value !== null));
}

const toldCount = ([field, after]: [string, number]) => ({ field, after });

function requireUnchanged(context: BundleModuleContext, organizationId: string, kept: Kept): void {
  const { sums, made, changed } = kept;
  if (sums === null)
    refuse('the host ended or had no disk left right after the import, so nobody knows what changed since');
  const now = thingsById(context, organizationId);
  for (const { id, kind } of [...made, ...changed]) {
    const thing = now.get(id);
    if (sumOf(thing) === sums[id]) continue;
    const what = thing
      ? `“${thing.path}” was changed`
      : `a ${nodeKinds[kind].words.singular} is gone or hidden from you`;
    refuse(`${what} since; undo the rest by hand`);
  }
  const ids = new Set(made.map(({ id }) => id));
  const keys = new Set([...now.values()].flatMap((thing) => (ids.has(thing.id) ? [keyOf(thing)] : [])));
  for (const { id } of made) requireEmpty(context, id, ids);
  for (const thing of now.values()) {
    if (ids.has(thing.id) || changed.some((each) => each.id === thing.id)) continue;
    const named = namedBy(context.portables, thing).find((key) => keys.has(key));
    if (named !== undefined) refuse(`“${thing.path}” uses ${named} since; change that first`);
  }
}

function requireEmpty({ store }: BundleModuleContext, id: string, made: ReadonlySet<string>): void {
  const node = store.access.node(id);
  const runs = store.database.connection.prepare('SELECT 1 FROM run WHERE subject_id = ? LIMIT 1').get(id);
  if (runs) refuse(`“${node ? bundlePath(node) : id}” was worked on since; delete it where it is`);
  for (const child of node?.children ?? []) {
    if (made.has(child.id)) continue;
    refuse(`“${node ? bundlePath(node) : id}” holds something that was made since; delete that first`);
  }
}

function restore(
  context: BundleModuleContext,
  making: Making,
  { id, kind, before, facets }: Kept['changed'][number],
  prepared: unknown,
) {
  for (const facet of facetsOf(context.portables, kind)) {
    if (Object.hasOwn(facets, facet.field)) facet.restore(making, id, facets[facet.field]);
  }
  if (Object.keys(before).length === 0) return;
  requireMay(context, demandedFor(kind, 'update'), id);
  portableOf(context.portables, kind).update(making, { id, fields: before, secrets: {}, prepared });
}

function remove(context: BundleModuleContext, { tx }: Making, { id, kind }: Kept['made'][number]): void {
  requireMay(context, demandedFor(kind, 'delete'), id);
  try {
    tx.removeNode(id);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_FOREIGNKEY'))
      throw error;
    refuse(`“${context.store.access.node(id)?.name ?? id}” is in use since; take it out of use first`);
  }
}

function thingsById(context: BundleModuleContext, organizationId: string): ReadonlyMap<string, KnownThing> {
  return new Map(readBody(context, context.portables, organizationId).map((thing) => [thing.id, thing]));
}

function sumOf(thing: KnownThing | undefined): string {
  const text = thing ? JSON.stringify([thing.kind, thing.path, thing.fields]) : '';
  return createHash('sha256').update(text).digest('base64');
}

function refuse(reason: string): never {
  throw new AppError('CONFLICT', { field: 'organizationId', reason });
}

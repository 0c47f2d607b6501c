import type { AuditEvent, AuditFacets } from '#shared/contract/audit.ts';
import type { AuditRow } from '../../rpc/index.ts';
import type { AuditContext } from './context.ts';
import { readerOf } from './reader.ts';
import { type FilterInput, filterOf } from './search/filter.ts';
import { found, type Search } from './search/find.ts';
import { pause } from './slices.ts';
import { viewOf } from './view.ts';

/** A search as the caller may make it. */
export const searchOf = (context: AuditContext, input: FilterInput & { organizationId: string }): Search => {
  const { store, auditSearch } = context;
  const { organizationId } = input;
  return {
    search: auditSearch,
    database: store.database,
    organizationId,
    reader: readerOf(store.access, context.caller.subject, organizationId),
    filter: filterOf(context, input),
  };
};

/** One page, newest first. The cursor is a position in the chain, so that a deep page costs no more than the first. */
export const pageOfEvents = async (
  context: AuditContext,
  input: FilterInput & { organizationId: string; cursor?: string | undefined; limit: number },
): Promise<{ items: AuditEvent[]; next?: string }> => {
  const cursor = input.cursor === undefined ? undefined : Number.parseInt(input.cursor, 10) || 1;
  const rows: AuditRow[] = [];
  const search = searchOf(context, input);
  for await (const row of found(search, cursor)) {
    rows.push(row);
    if (rows.length > input.limit) break;
  }
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => viewOf(row, search.reader.readsErrors(row))),
    ...(rows.length > input.limit && last ? { next: String(last.position) } : {}),
  };
};

/** Events that are looked at for what may be read only here and there. */
const lookedAt = 2_000;

/** What occurs in the events that the caller may read: by whole groups, and of the rest in the newest of them. */
export const facetsOf = async (
  context: AuditContext,
  { organizationId }: { organizationId: string },
): Promise<AuditFacets> => {
  const { store, auditSearch } = context;
  const columns = await auditSearch.columns(organizationId);
  const reader = readerOf(store.access, context.caller.subject, organizationId);
  const readable = columns.groups.classes.map((each) => reader.readable(each));
  const groups = columns.groups.all.filter(({ classCode }) => readable[classCode] === 'all');
  const partly = new Set(columns.groups.all.filter(({ classCode }) => readable[classCode] === 'some'));
  if (partly.size > 0) {
    let seen = 0;
    for await (const row of found(searchOf(context, { organizationId }))) {
      seen += 1;
      const group = columns.groupAt(columns.indexOfPosition(row.position));
      if (group && partly.delete(group)) groups.push(group);
      if (seen >= lookedAt || partly.size === 0) break;
      if (seen % 200 === 0) await pause();
    }
  }
  const sorted = <T>(values: Iterable<T | null>): T[] =>
    [...new Set(values)].flatMap((value) => (value === null ? [] : [value])).toSorted();
  const actorIds = new Set(groups.flatMap(({ actorId }) => (actorId === null ? [] : [actorId])));
  return {
    actors: [...actorIds]
      .map((id) => ({ id, name: columns.actorNames.get(id) ?? id }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
    operations: sorted(groups.map(({ operation }) => operation)),
    permissions: sorted(groups.map(({ permission }) => permission)),
    kinds: sorted(groups.map(({ kind }) => kind)),
  };
};

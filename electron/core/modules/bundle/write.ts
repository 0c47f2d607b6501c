import { type Fields, keyOf, nameOf, parentPathOf } from '#shared/bundle/thing.ts';
import { AppError } from '#shared/model/errors.ts';
import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import type { IndexedNode } from '../../access/index.ts';
import { bundlePath, facetsOf, pathFieldsOf, portableOf, withReferences } from '../../bundle/body/paths.ts';
import type { Making, PathField } from '../../bundle/body/portable.ts';
import type { AuditedTransaction } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { requireMay } from '../node/index.ts';
import type { BundleModuleContext } from './context.ts';
import { joined } from './joined.ts';
import { demandedFor } from './permissions.ts';
import type { Planned } from './plan.ts';

/** What was written of one planned thing. */
export interface Written {
  readonly id: string;
  readonly isNew: boolean;
  readonly planned: Planned;
  /** What its own fields were, by field and with ids; null for what was none. */
  readonly before: Fields;
  /** What its facets need to be brought back. */
  readonly facets: Fields;
  /** What was made with it by itself, such as the first environment of a project. */
  readonly along: readonly { readonly id: string; readonly kind: NodeKind }[];
}

/** Calls back with what went wrong at one thing; the rest goes on, since a preview tells all of it. */
type OnProblem = (planned: Planned, error: unknown) => void;

/** Writes all that is to be written, in the transaction of `tx`: things in their order, and then what they have alike. */
export function writePlanned(
  context: BundleModuleContext,
  tx: AuditedTransaction,
  plan: { organizationId: string; planned: readonly Planned[]; prepared: ReadonlyMap<string, unknown> },
  onProblem: OnProblem,
): Written[] {
  const made = new Map<string, string>();
  const { organizationId } = plan;
  const making: Making = { ...joined(context, tx), organizationId, made };
  const ids = idsHere(context, organizationId);
  for (const { key, known } of plan.planned) if (known) ids.set(key, known.id);
  const writing = { context, making, made, ids, plan, parents: parentsOf(plan.planned) };
  const isWritten = ({ choice, fate, problems }: Planned): boolean =>
    choice !== 'skip' && fate !== 'keep' && problems.length === 0;
  const written = plan.planned.filter(isWritten).flatMap((planned) => {
    try {
      return [writeOne(writing, planned)];
    } catch (error) {
      onProblem(planned, error);
      return [];
    }
  });
  for (const each of written) {
    try {
      writeFacets(writing, each);
    } catch (error) {
      onProblem(each.planned, error);
    }
  }
  return written;
}

interface Writing {
  readonly context: BundleModuleContext;
  readonly making: Making;
  readonly made: Map<string, string>;
  /** The ids of what can be named, by key. */
  readonly ids: Map<string, string>;
  readonly parents: ReadonlySet<string>;
  readonly plan: { readonly planned: readonly Planned[]; readonly prepared: ReadonlyMap<string, unknown> };
}

function writeOne(writing: Writing, planned: Planned): Written {
  const { context, making, ids, plan } = writing;
  const { key, thing, known, secrets } = planned;
  const portable = portableOf(context.portables, thing.kind);
  const isFacet = facetNames(context, planned);
  const own = Object.fromEntries(Object.entries(planned.fields).filter(([field]) => !isFacet.has(field)));
  const fields = withIds(writing, planned, own);
  const prepared = plan.prepared.get(key);
  if (known) {
    const before = beforeOf(context, known.id, thing.kind, Object.keys(own));
    const facets = rememberedFacets(context, known.id, planned);
    if (Object.keys(own).length > 0) {
      requireMay(context, demandedFor(thing.kind, 'update'), known.id);
      portable.update(making, { id: known.id, fields, secrets, prepared });
    }
    return { id: known.id, isNew: false, planned, before, facets, along: [] };
  }
  const parentId = parentIdOf(writing, planned);
  const above = writing.made.get(parentId) ?? parentId;
  requireMay(context, demandedFor(thing.kind, 'create'), above);
  const hasChildren = writing.parents.has(keyOf(thing));
  const id = portable.create(making, {
    parentId,
    name: nameOf(thing),
    fields,
    secrets,
    prepared,
    hasChildren,
  });
  writing.made.set(id, above);
  const along = childrenOf(making, id);
  for (const child of along) writing.made.set(child.id, above);
  ids.set(key, id);
  ids.set(keyOf(thing), id);
  return { id, isNew: true, planned, before: {}, facets: {}, along };
}

/** What something that is brought in lies right below, by key. */
function parentsOf(planned: readonly Planned[]): ReadonlySet<string> {
  const wanted = planned.filter(({ choice }) => choice !== 'skip');
  return new Set(
    wanted.flatMap(({ thing }) => {
      const { parent } = nodeKinds[thing.kind];
      return parent === null ? [] : [keyOf({ kind: parent, path: parentPathOf(thing) })];
    }),
  );
}

function writeFacets(writing: Writing, { id, planned }: Written): void {
  const { context, making } = writing;
  for (const facet of facetsOf(context.portables, planned.thing.kind)) {
    const given = planned.fields[facet.field];
    if (given === undefined) continue;
    const { [facet.field]: value } = withIds(writing, planned, { [facet.field]: given });
    facet.write(making, id, { value, secrets: planned.secrets });
  }
}

/** The fields with ids in the place of paths; INVALID_INPUT names what is neither here nor made. */
function withIds({ context, ids, made }: Writing, { thing }: Planned, fields: Fields): Fields {
  const missing = ({ field, kind }: PathField, path: string): never => {
    const { words } = nodeKinds[kind];
    const message = `names the ${words.singular} “${path}”, which is neither here nor in what is brought in; bring it in too, or skip this`;
    throw new AppError('INVALID_INPUT', { issues: [{ path: field, message }] });
  };
  return withReferences(fields, pathFieldsOf(context.portables, thing.kind), (place, path) => {
    const id = ids.get(keyOf({ kind: place.kind, path })) ?? missing(place, path);
    if (place.permission && !made.has(id)) requireMay(context, place.permission, id);
    return id;
  });
}

function parentIdOf({ context, ids, making }: Writing, { thing }: Planned): string {
  const { parent } = nodeKinds[thing.kind];
  const path = parentPathOf(thing);
  if (parent === null || path === '') return making.organizationId;
  const id = ids.get(keyOf({ kind: parent, path }));
  if (id !== undefined && (making.made.has(id) || context.store.access.canSee(context.caller.subject, id)))
    return id;
  const message = `lies below the ${nodeKinds[parent].words.singular} “${path}”, which is neither here nor brought in; bring that in too, or skip this`;
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'path', message }] });
}

/** Everything of the organization that the caller sees, by what a bundle calls it. */
function idsHere({ store: { access }, caller }: BundleModuleContext, organizationId: string) {
  const ids = new Map<string, string>();
  const walk = (node: IndexedNode): void => {
    if (node.name !== null && access.canSee(caller.subject, node.id))
      ids.set(keyOf({ kind: node.kind, path: bundlePath(node) }), node.id);
    for (const child of node.children) walk(child);
  };
  const organization = access.node(organizationId);
  if (organization) walk(organization);
  return ids;
}

function beforeOf(
  context: BundleModuleContext,
  id: string,
  kind: Planned['thing']['kind'],
  fields: string[],
) {
  const now = (portableOf(context.portables, kind).read(context, id) ?? {}) as Fields;
  return Object.fromEntries(fields.map((field) => [field, now[field] ?? null]));
}

function rememberedFacets(context: BundleModuleContext, id: string, planned: Planned): Fields {
  const changed = facetsOf(context.portables, planned.thing.kind).filter(
    ({ field }) => field in planned.fields,
  );
  return Object.fromEntries(
    changed.map((facet) => [facet.field, (facet.remember ?? facet.read)(context, id) ?? null]),
  );
}

function facetNames({ portables }: BundleModuleContext, { thing }: Planned): ReadonlySet<string> {
  return new Set(facetsOf(portables, thing.kind).map(({ field }) => field));
}

function childrenOf({ tx }: Making, id: string): Written['along'] {
  return tx.database.all(sql.selectFrom('node').select(['id', 'kind']).where('parent_id', '=', id));
}

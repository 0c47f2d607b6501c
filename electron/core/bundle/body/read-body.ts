import { canonical, compare, type Fields, keyOf, parentPathOf, type Thing } from '#shared/bundle/thing.ts';
import { idsAt } from '#shared/contract/at-field.ts';
import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import { type IndexedNode, isAtOrAbove } from '../../access/index.ts';
import { bundlePath, facetsOf, pathFieldsOf, portableOf, schemaOf, withReferences } from './paths.ts';
import type { BundleContext, Portables } from './portable.ts';

/** A thing of this host with its node. */
export interface KnownThing extends Thing {
  readonly id: string;
}

/**
 * Everything of an organization that the caller may read, as a bundle carries it: without secrets, sorted by kind and path,
 * with paths in the place of ids. What names something that the caller may not see names nothing.
 */
export function readBody(
  context: BundleContext,
  portables: Portables,
  organizationId: string,
): readonly KnownThing[] {
  const { access } = context.store;
  const organization = access.node(organizationId);
  if (!organization) return [];
  const nodes = [organization, ...below(organization)].filter(
    ({ id, kind }) =>
      nodeKinds[kind].isBundled && access.can(context.caller.subject, nodeKinds[kind].readBy, id),
  );
  const things = nodes.flatMap((node) => {
    const fields = readFields(context, portables, node);
    return fields === null ? [] : [{ id: node.id, kind: node.kind, path: bundlePath(node), fields }];
  });
  return things.toSorted((a, b) => compare(keyOf(a), keyOf(b)));
}

/** The fields of one node; null where it is none that bundles carry. */
export function readFields(
  context: BundleContext,
  portables: Portables,
  { id, kind }: Pick<IndexedNode, 'id' | 'kind'>,
): Fields | null {
  const own = portableOf(portables, kind).read(context, id) as Fields | null;
  if (own === null) return null;
  const facets = facetsOf(portables, kind).map((facet) => [facet.field, facet.read(context, id)]);
  const all: Fields = { ...own, ...Object.fromEntries(facets) };
  const fields = Object.keys(schemaOf(portables, kind).shape);
  const given = fields.filter((field) => all[field] !== undefined && all[field] !== null);
  const picked = Object.fromEntries(given.map((field) => [field, all[field]]));
  return sorted(portables, kind, withPaths(context, portables, { kind, fields: picked }));
}

/** The lists whose order says nothing are in one order. */
export function sorted(portables: Portables, kind: NodeKind, fields: Fields): Fields {
  const sets = new Set(facetsOf(portables, kind).flatMap(({ field, isSet }) => (isSet ? [field] : [])));
  return canonical(
    Object.fromEntries(
      Object.entries(fields).map(([field, value]) => [
        field,
        sets.has(field) && Array.isArray(value) ? [...new Set(value as string[])].toSorted(compare) : value,
      ]),
    ),
  ) as Fields;
}

function withPaths(
  { store: { access }, caller }: BundleContext,
  portables: Portables,
  { kind, fields }: { kind: NodeKind; fields: Fields },
): Fields {
  return withReferences(fields, pathFieldsOf(portables, kind), ({ kind: of }, id) => {
    const node = access.node(id);
    return node?.kind === of && access.canSee(caller.subject, id) ? bundlePath(node) : undefined;
  });
}

function below(node: IndexedNode): IndexedNode[] {
  return [...node.children].flatMap((child) => [child, ...below(child)]);
}

/** Of these, a node with all below it, and whatever they name, with what that names in turn. */
export function thingsWithin(
  { store: { access } }: BundleContext,
  portables: Portables,
  things: readonly KnownThing[],
  nodeId: string,
): readonly KnownThing[] {
  const top = access.node(nodeId);
  const byKey = new Map(things.map((thing) => [keyOf(thing), thing]));
  const chosen = new Set<KnownThing>();
  const open = things.filter(({ id }) => {
    const node = access.node(id);
    return top !== undefined && node !== undefined && isAtOrAbove(top, node);
  });
  for (let thing = open.pop(); thing; thing = open.pop()) {
    if (chosen.has(thing)) continue;
    chosen.add(thing);
    for (const key of namedBy(portables, thing)) {
      const named = byKey.get(key);
      if (named) open.push(named);
    }
  }
  return things.filter((thing) => chosen.has(thing));
}

/** The keys of what the fields of a thing name, and of what it lies right below. */
export function namedBy(portables: Portables, thing: Thing): string[] {
  const named = pathFieldsOf(portables, thing.kind).flatMap(({ field, kind }) =>
    idsAt(thing.fields, field).map((path) => keyOf({ kind, path })),
  );
  const { parent } = nodeKinds[thing.kind];
  const above = parentPathOf(thing);
  return parent === null || above === '' ? named : [...named, keyOf({ kind: parent, path: above })];
}

import * as z from 'zod';
import type { Fields } from '#shared/bundle/thing.ts';
import { replaceAt } from '#shared/contract/at-field.ts';
import { namedFields } from '#shared/contract/reference-fields.ts';
import type { NodeKind } from '#shared/model/nodes.ts';
import { type IndexedNode, pathTo } from '../../access/index.ts';
import type { Facet, PathField, Portable, PortableParts, Portables } from './portable.ts';

/** What is derived of the kinds is kept from here on. */
export function createPortables(parts: PortableParts): Portables {
  return { ...parts, schemas: new Map(), places: new Map() };
}

/** Everything that the fields of a kind may be, its facets too. */
export function schemaOf(portables: Portables, kind: NodeKind): z.ZodObject {
  const known = portables.schemas.get(kind);
  if (known) return known;
  const ofFacets = facetsOf(portables, kind).map(({ field, schema }) => [field, schema.optional()]);
  const shape = { ...portableOf(portables, kind).fields, ...(Object.fromEntries(ofFacets) as z.ZodRawShape) };
  const schema = z.strictObject(shape);
  portables.schemas.set(kind, schema);
  return schema;
}

/** How a kind is carried; an error for one that is not. */
export function portableOf({ kinds }: PortableParts, kind: NodeKind): Portable {
  const portable = (kinds as Readonly<Partial<Record<NodeKind, Portable>>>)[kind];
  if (!portable) throw new Error(`${kind} is not carried by bundles`);
  return portable;
}

/** The facets of a kind. */
export function facetsOf({ facets }: PortableParts, kind: NodeKind): readonly Facet[] {
  return facets.filter((facet) => facet.isOf(kind));
}

/** Where the fields of a kind name other things. */
export function pathFieldsOf(portables: Portables, kind: NodeKind): readonly PathField[] {
  const known = portables.places.get(kind);
  if (known) return known;
  const places = namedFields(schemaOf(portables, kind)).flatMap(({ field, kinds: [of], permission }) =>
    of === undefined ? [] : [{ field, kind: of, permission }],
  );
  portables.places.set(kind, places);
  return places;
}

/** The path by which a bundle calls a node; the organization is called by none. */
export function bundlePath(node: IndexedNode): string {
  return node.parent === null ? '' : pathTo(node);
}

/** The fields with something else in each place that names another thing; what `replace` has nothing for is left out. */
export function withReferences(
  fields: Fields,
  places: readonly PathField[],
  replace: (place: PathField, text: string) => string | undefined,
): Fields {
  const marked = places.reduce<unknown>(
    (value, place) => replaceAt(value, place.field, (text) => replace(place, text) ?? gone),
    fields,
  );
  return without(marked) as Fields;
}

/** Stands for what is left out, which no text of anybody's can be: it is half a character. */
const gone = '\uD800gone';

function without(value: unknown): unknown {
  if (value === gone) return undefined;
  if (Array.isArray(value)) return value.map(without).filter((each) => each !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).map(([key, each]) => [key, without(each)] as const);
  return Object.fromEntries(kept.filter(([, each]) => each !== undefined));
}

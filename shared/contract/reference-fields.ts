import * as z from 'zod';
import { looseReferences, type Reference, references } from './fields.ts';

/** A place of an input that holds ids, at any depth. */
export interface ReferenceField extends Reference {
  /** The keys that lead there, dotted; `*` stands for every item of a list. */
  readonly field: string;
}

const unwrap = (schema: z.core.$ZodType): z.core.$ZodType => {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return unwrap(schema.unwrap());
  }
  return schema;
};

type Known = (schema: z.ZodString) => Reference | undefined;

const within = (schema: z.core.$ZodType, path: readonly string[], known: Known): ReferenceField[] => {
  const inner = unwrap(schema);
  const reference = known(inner as z.ZodString);
  if (reference) return [{ ...reference, field: path.join('.') }];
  if (inner instanceof z.ZodArray) return within(inner.element, [...path, '*'], known);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => within(option, path, known));
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape).flatMap(([field, each]) =>
    within(each as z.core.$ZodType, [...path, field], known),
  );
};

/** The places of an input schema that hold ids, in the order they are declared; one that several options share, once. */
export const referenceFields = (schema: unknown): ReferenceField[] =>
  placesOf(schema, (each) => references.get(each));

/** The same with those that no authorize step looks at: wherever a name may stand in the place of an id. */
export function namedFields(schema: unknown): ReferenceField[] {
  return placesOf(schema, (each) => references.get(each) ?? looseReferences.get(each));
}

function placesOf(schema: unknown, known: Known): ReferenceField[] {
  const found = schema instanceof z.ZodObject ? within(schema, [], known) : [];
  return [...new Map(found.map((place) => [JSON.stringify(place), place])).values()];
}

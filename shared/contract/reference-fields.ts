import * as z from 'zod';
import { type Reference, references } from './fields.ts';

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

const within = (schema: z.core.$ZodType, path: readonly string[]): ReferenceField[] => {
  const inner = unwrap(schema);
  const reference = references.get(inner as z.ZodString);
  if (reference) return [{ ...reference, field: path.join('.') }];
  if (inner instanceof z.ZodArray) return within(inner.element, [...path, '*']);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => within(option, path));
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape).flatMap(([field, each]) =>
    within(each as z.core.$ZodType, [...path, field]),
  );
};

/** The places of an input schema that hold ids, in the order they are declared; one that several options share, once. */
export const referenceFields = (schema: unknown): ReferenceField[] => {
  const found = schema instanceof z.ZodObject ? within(schema, []) : [];
  return [...new Map(found.map((place) => [JSON.stringify(place), place])).values()];
};

import * as z from 'zod';
import { type Reference, references } from '#shared/contract/fields.ts';

/** A field of an input that holds an id. */
export interface ReferenceField extends Reference {
  readonly field: string;
}

const unwrap = (schema: z.core.$ZodType): z.core.$ZodType => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return unwrap(schema.unwrap());
  }
  return schema;
};

/** The fields of an input schema that hold ids, in the order they are declared. */
export const referenceFields = (schema: unknown): ReferenceField[] => {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).flatMap(([field, inner]) => {
    const reference = references.get(unwrap(inner as z.core.$ZodType) as z.ZodString);
    return reference ? [{ ...reference, field }] : [];
  });
};

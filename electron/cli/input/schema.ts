import * as z from 'zod';
import { references } from '#shared/contract/fields.ts';
import type { NodeKind } from '#shared/model/nodes.ts';

/** How a value is written on the command line. */
export type ValueKind = 'text' | 'number' | 'boolean' | 'list' | 'object';

type Schema = z.core.$ZodType;

/** A schema without what only says that it may be absent, null or transformed. */
export const innerSchema = (schema: Schema): Schema => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return innerSchema(schema.unwrap());
  }
  return schema instanceof z.ZodPipe ? innerSchema(schema.in) : schema;
};

export const isNullable = (schema: Schema): boolean => {
  if (schema instanceof z.ZodNullable) return true;
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
    ? isNullable(schema.unwrap())
    : false;
};

const optionsOf = (schema: Schema): readonly Schema[] =>
  schema instanceof z.ZodUnion ? schema.options.map(innerSchema) : [schema];

const isNumeric = (schema: Schema): boolean =>
  schema instanceof z.ZodNumber ||
  (schema instanceof z.ZodLiteral && [...schema.values].every((value) => typeof value === 'number'));

/** How a schema's values are written; a choice that has a boolean in it (`stringbool`) is a flag. */
export const kindOf = (schema: Schema): ValueKind => {
  const options = optionsOf(innerSchema(schema));
  if (options.some((option) => option instanceof z.ZodBoolean)) return 'boolean';
  if (options.some((option) => option instanceof z.ZodObject)) return 'object';
  if (options.some((option) => option instanceof z.ZodArray)) return 'list';
  return options.some(isNumeric) ? 'number' : 'text';
};

/** The fields of an object, of every alternative where there are several. */
export const shapeOf = (schema: Schema): Readonly<Record<string, Schema>> =>
  Object.assign(
    {},
    ...optionsOf(innerSchema(schema))
      .toReversed()
      .map((option) => (option instanceof z.ZodObject ? option.shape : {})),
  );

export const elementOf = (schema: Schema): Schema | undefined => {
  const inner = innerSchema(schema);
  return inner instanceof z.ZodArray ? inner.element : undefined;
};

/** The values a field is limited to, for help and completion. */
export const choicesOf = (schema: Schema): readonly string[] => {
  const inner = innerSchema(schema);
  if (inner instanceof z.ZodEnum) return inner.options.map(String);
  if (inner instanceof z.ZodLiteral) return [...inner.values].map(String);
  return inner instanceof z.ZodUnion
    ? inner.options.flatMap((option) =>
        option instanceof z.ZodLiteral ? [...option.values].map(String) : [],
      )
    : [];
};

/** The kinds of node whose id a field holds; none for a field that holds no id. */
export const kindsOf = (schema: Schema): readonly NodeKind[] => {
  const inner = innerSchema(schema);
  return inner instanceof z.ZodString ? (references.get(inner)?.kinds ?? []) : [];
};

export const isRequired = (schema: Schema): boolean => !z.safeParse(schema, undefined).success;

/** The fields that an object must have, whichever of its alternatives it is. */
export const requiredOf = (schema: Schema): readonly string[] => {
  const needed = optionsOf(innerSchema(schema)).map((option) =>
    option instanceof z.ZodObject
      ? Object.keys(option.shape).filter((name) => isRequired(option.shape[name]))
      : [],
  );
  return (needed[0] ?? []).filter((name) => needed.every((names) => names.includes(name)));
};

/** What a field is when it is not given, as text. */
export const defaultOf = (schema: Schema): string | undefined => {
  const parsed = z.safeParse(schema, undefined);
  if (!parsed.success || parsed.data === undefined || parsed.data === '') return undefined;
  return typeof parsed.data === 'object' ? undefined : String(parsed.data);
};

import { z } from 'zod';

/** A list that Docker may send as null. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((list) => list ?? []);

/** Labels or other string pairs, absent counting as none; a null prototype keeps `__proto__` a plain name. */
export const labelsSchema = z
  .record(z.string(), z.string())
  .nullish()
  .transform((labels): Readonly<Record<string, string>> => Object.assign(Object.create(null), labels));

/** A text that may be missing or empty. */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => text || undefined);

/** Docker's filter form of labels: `name` where the value is empty, `name=value` otherwise. */
export const labelFilter = (labels: Readonly<Record<string, string>> | undefined): string[] | undefined =>
  labels && Object.entries(labels).map(([name, value]) => (value ? `${name}=${value}` : name));

/** A filter object for the query, without the parts that are not set. */
export const filtersOf = (
  filters: Readonly<Record<string, readonly string[] | undefined>>,
): object | undefined => {
  const set = Object.entries(filters).filter(([, values]) => values && values.length > 0);
  return set.length > 0 ? Object.fromEntries(set) : undefined;
};

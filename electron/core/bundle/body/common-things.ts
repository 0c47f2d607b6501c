import { type Fields, isSameValue, keyOf, type Thing } from '#shared/bundle/thing.ts';

/**
 * What two readers both may read: the things that both have, with what is the same in the fields of both. Where one sees
 * less of a value, the less is taken; an entry of a list that they see differently is taken by neither.
 */
export function commonThings(one: readonly Thing[], other: readonly Thing[]): Thing[] {
  const theirs = new Map(other.map((thing) => [keyOf(thing), thing.fields]));
  return one.flatMap(({ kind, path, fields }) => {
    const others = theirs.get(keyOf({ kind, path }));
    return others ? [{ kind, path, fields: (common(fields, others) ?? {}) as Fields }] : [];
  });
}

function common(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other))
    return one.filter((each) => other.some((theirs) => isSameValue(each, theirs)));
  if (isRecord(one) && isRecord(other)) {
    const both = Object.keys(one).filter((key) => Object.hasOwn(other, key));
    const values = both.map((key) => [key, common(one[key], other[key])] as const);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  }
  return isSameValue(one, other) ? one : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

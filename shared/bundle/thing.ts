import { type NodeKind, nodeKinds } from '../model/nodes.ts';

/** Values of one thing by field; what names another thing holds its path, such as `shop/production/web`. */
export type Fields = Readonly<Record<string, unknown>>;

/** One thing of an organization as a bundle carries it. */
export interface Thing {
  readonly kind: NodeKind;
  /** The names from below the organization down to it, with `/` between; names hold none. */
  readonly path: string;
  readonly fields: Fields;
}

/** How a bundle calls a thing, among those of every kind: `services/shop/production/web`. */
export function keyOf({ kind, path }: Pick<Thing, 'kind' | 'path'>): string {
  return path === '' ? kind : `${nodeKinds[kind].collection}/${path}`;
}

/** The name of a thing, without the path that leads there. */
export function nameOf({ path }: Pick<Thing, 'path'>): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The path of what a thing lies right below; empty for the organization. */
export function parentPathOf({ path }: Pick<Thing, 'path'>): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The same value with the keys of each record in one order, so that two that say the same are the same text. */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => compare(a, b)).map(([key, each]) => [key, canonical(each)]),
  );
}

/** Whether two values say the same. */
export function isSameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(canonical(one)) === JSON.stringify(canonical(other));
}

/** By code units: the same on every machine, whatever its language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import { isNodeKind, nodeKinds } from '../model/nodes.ts';
import type { Thing } from './thing.ts';

/** One thing as somebody wrote it; what it may not be is told, and undefined answered. */
export function readThing(value: unknown, wrong: (message: string) => void): Thing | undefined {
  if (!isRecord(value)) return void wrong('must be a mapping: kind, path and fields');
  const other = Object.keys(value).find((key) => !['kind', 'path', 'fields'].includes(key));
  if (other !== undefined) return void wrong(`has “${other}”, which nothing in a bundle has`);
  const { kind, path, fields = {} } = value;
  if (typeof kind !== 'string' || !isNodeKind(kind) || !nodeKinds[kind].isBundled)
    return void wrong('kind must be one that bundles carry, such as service');
  if (typeof path !== 'string')
    return void wrong('path must be the names that lead to it, such as shop/production');
  if (!isRecord(fields)) return void wrong('fields must be a mapping');
  return { kind, path, fields };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';

const perMinute = 10;
const minuteMs = 60_000;
const keptConnections = 1_000;

/** When each connection of a core offered a wrong secret in the last minute. */
const missesOf = new WeakMap<object, Map<string, readonly number[]>>();

/** Over REST every request is a connection of its own, so the address counts there. */
const sourceOf = ({ connection }: OperationContext): string =>
  connection.transport === 'http' ? `http ${connection.address}` : connection.id;

const recentOf = (
  context: OperationContext,
): { misses: Map<string, readonly number[]>; recent: number[] } => {
  const { core, store } = context;
  const misses = missesOf.get(core) ?? new Map<string, readonly number[]>();
  missesOf.set(core, misses);
  const since = store.now() - minuteMs;
  return { misses, recent: (misses.get(sourceOf(context)) ?? []).filter((at) => at > since) };
};

/** LIMIT for a connection that offered ten wrong secrets within the last minute, whatever it offers now. */
export const requirePatience = (context: OperationContext): void => {
  if (recentOf(context).recent.length < perMinute) return;
  throw new AppError('LIMIT', {
    what: 'Wrong invitation links a minute',
    limit: perMinute,
    cure: 'Wait a minute.',
  });
};

/** Remembers a wrong secret; the connections that were quiet for longest are forgotten first. */
export const countWrongSecret = (context: OperationContext): void => {
  const { misses, recent } = recentOf(context);
  const source = sourceOf(context);
  misses.delete(source);
  misses.set(source, [...recent, context.store.now()]);
  for (const id of misses.keys()) {
    if (misses.size <= keptConnections) return;
    misses.delete(id);
  }
};

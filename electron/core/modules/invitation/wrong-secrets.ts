import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { InvitationContext, WrongSecrets } from './context.ts';

const perMinute = 10;
const minuteMs = 60_000;
const keptConnections = 1_000;

/** Over REST every request is a connection of its own, so the address counts there. */
const sourceOf = ({ connection }: OperationContext): string =>
  connection.transport === 'http' ? `http ${connection.address}` : connection.id;

const recentOf = (context: InvitationContext): { misses: WrongSecrets; recent: number[] } => {
  const { wrongSecrets, store } = context;
  const since = store.now() - minuteMs;
  const recent = (wrongSecrets.get(sourceOf(context)) ?? []).filter((at) => at > since);
  return { misses: wrongSecrets, recent };
};

/** LIMIT for a connection that offered ten wrong secrets within the last minute, whatever it offers now. */
export const requirePatience = (context: InvitationContext): void => {
  if (recentOf(context).recent.length < perMinute) return;
  throw new AppError('LIMIT', {
    what: 'Wrong invitation links a minute',
    limit: perMinute,
    cure: 'Wait a minute.',
  });
};

/** Remembers a wrong secret; the connections that were quiet for longest are forgotten first. */
export const countWrongSecret = (context: InvitationContext): void => {
  const { misses, recent } = recentOf(context);
  const source = sourceOf(context);
  misses.delete(source);
  misses.set(source, [...recent, context.store.now()]);
  for (const id of misses.keys()) {
    if (misses.size <= keptConnections) return;
    misses.delete(id);
  }
};

import type { ServerAccess } from '../server/index.ts';

/** Resolves when the server is up, when only a person can bring it back, at the deadline, or on abort. */
export const untilConnected = (
  servers: ServerAccess,
  serverId: string,
  deadline: number,
  signal: AbortSignal,
): Promise<void> => {
  const isOver = (): boolean => {
    const { state, reason } = servers.connectionOf(serverId);
    return state === 'up' || (state === 'down' && (reason === 'host-key' || reason === 'auth'));
  };
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = servers.onState((changed) => {
    if (changed === serverId && isOver()) resolve();
  });
  const timer = setTimeout(resolve, Math.max(0, deadline - Date.now())).unref();
  const onAbort = (): void => resolve();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted || isOver()) resolve();
  return promise.finally(() => {
    stop();
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  });
};

import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Setup } from '#shared/contract/server.ts';
import type { Reason } from '../../ui/reason.ts';
import { orpc } from '../host/rpc.ts';
import { usePermission } from '../use-permission.ts';

export interface SetUp {
  readonly start: () => void;
  readonly isStarting: boolean;
  /** The set-up that was started or seen at work here; older ones are history. */
  readonly current: Setup | undefined;
  readonly error: unknown;
  readonly disabledReason: Reason | undefined;
}

export function isUnderWay({ state }: Pick<Setup, 'state'>): boolean {
  return state === 'running' || state === 'interrupted';
}

/** Starts the set-up of a server and follows it; `onReady` is called once each time that one succeeded. */
export function useSetUp(serverId: string, onReady: (() => void) | undefined): SetUp {
  const { reason } = usePermission('server.update', serverId);
  const { allowed } = usePermission('server.read', serverId);
  const setups = useQuery(orpc.setup.list.queryOptions({ input: { serverId }, enabled: allowed }));
  const create = useMutation(orpc.setup.create.mutationOptions());
  const current = useFollowed(setups.data, create.data?.id);
  useEnd(current, onReady);
  return {
    start: () => create.mutate({ serverId }),
    isStarting: create.isPending,
    current,
    error: create.error,
    disabledReason: reason,
  };
}

function useFollowed(setups: readonly Setup[] | undefined, startedId: string | undefined): Setup | undefined {
  const [seenId, setSeenId] = useState<string>();
  const underWay = setups?.find(isUnderWay)?.id;
  useEffect(() => {
    if (underWay) setSeenId(underWay);
  }, [underWay]);
  return setups?.find(({ id }) => id === (startedId ?? seenId));
}

function useEnd(current: Setup | undefined, onReady: (() => void) | undefined): void {
  const endedId = current?.state === 'succeeded' ? current.id : undefined;
  const [toldId, setToldId] = useState<string>();
  useEffect(() => {
    if (endedId === undefined || endedId === toldId) return;
    setToldId(endedId);
    onReady?.();
  }, [endedId, toldId, onReady]);
}

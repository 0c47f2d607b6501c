import { useMutation } from '@tanstack/react-query';
import { orpc } from '../host/rpc.ts';

/** Opens a tunnel, and holds what is told of it once. */
export function useTunnelOpening() {
  return useMutation(orpc.tunnel.open.mutationOptions());
}

export type TunnelOpening = ReturnType<typeof useTunnelOpening>;

import { useMutation } from '@tanstack/react-query';
import { rpc } from '../../lib/host/rpc.ts';

/** Recomputes the chain when asked to. */
export const useVerification = (organizationId: string) =>
  useMutation({ mutationFn: () => rpc.audit.verify({ organizationId }) });

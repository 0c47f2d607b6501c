import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import type { Session } from '#shared/contract/session.ts';
import { startAnew } from '../../lib/host/change-feed.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { keepSession } from '../../lib/host/token.ts';
import { organizationPath, useGo } from '../../lib/navigation.ts';
import { putInvitationAside } from './pending-invitation.ts';

/** Goes to the organization that was joined; everything known before was somebody else's view. */
const useJoined = (): ((before: readonly string[], session: Session) => Promise<void>) => {
  const go = useGo();
  return async (before, { organizations }) => {
    const joined = organizations.find(({ id }) => !before.includes(id));
    await startAnew();
    putInvitationAside();
    go(joined ? organizationPath(joined.id) : '/', { replace: true });
  };
};

/** Registers by an invitation; the window is signed in afterwards. */
export const useRegister = (
  secret: string,
): UseMutationResult<Session, Error, { name: string; password: string }> => {
  const joined = useJoined();
  return useMutation({
    mutationFn: async ({ name, password }) => {
      const { token, session } = await rpc.invitation.register({ secret, name, password });
      keepSession(token, false);
      return session;
    },
    onSuccess: (session) => joined([], session),
  });
};

/** Accepts with the account that is signed in. */
export const useAccept = (
  secret: string,
  organizationIds: readonly string[],
): UseMutationResult<Session, Error, void> => {
  const joined = useJoined();
  return useMutation({
    mutationFn: () => rpc.invitation.accept({ secret }),
    onSuccess: (session) => joined(organizationIds, session),
  });
};

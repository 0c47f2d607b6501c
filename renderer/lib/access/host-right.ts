import type { Session } from '#shared/contract/session.ts';
import { type HostRight, hostRightNames } from '#shared/model/host-rights.ts';
import { useSession } from '../session/use-session.ts';

/** Why somebody may not do a thing with the host itself; undefined where they may. The core guards. */
export function hostRefusal(session: Session | undefined, right: HostRight): string | undefined {
  if (session?.hostRights.includes(right)) return undefined;
  return `The operator of this host decides who may ${hostRightNames[right]}.`;
}

export function useHostRight(right: HostRight): {
  readonly allowed: boolean;
  readonly reason: string | undefined;
} {
  const { data: session } = useSession();
  const reason = hostRefusal(session, right);
  return { allowed: reason === undefined, reason };
}

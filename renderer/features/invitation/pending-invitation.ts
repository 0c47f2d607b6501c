import { create } from 'zustand';

const storageKey = 'quayside.invitation';

/** Takes the secret out of the address at once, so that it is in no history and on no screen. */
const takeFromAddress = (): string | undefined => {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const secret = fragment.get('invitation');
  if (!secret) return undefined;
  fragment.delete('invitation');
  const rest = fragment.size > 0 ? `#${fragment}` : '';
  history.replaceState(history.state, '', location.pathname + location.search + rest);
  sessionStorage.setItem(storageKey, secret);
  return secret;
};

interface Pending {
  /** The secret of the invitation that this window was opened with, until it is accepted or put aside. */
  readonly secret: string | undefined;
}

/** An invitation that waits for an answer; it outlives a reload, such as by signing in. */
export const usePendingInvitation = create<Pending>()(() => ({
  secret: takeFromAddress() ?? sessionStorage.getItem(storageKey) ?? undefined,
}));

/** Shows an invitation instead of the application. */
export const openInvitation = (secret: string): void => {
  sessionStorage.setItem(storageKey, secret);
  usePendingInvitation.setState({ secret });
};

/** Goes on without it; its link still works. */
export const putInvitationAside = (): void => {
  sessionStorage.removeItem(storageKey);
  usePendingInvitation.setState({ secret: undefined });
};

window.addEventListener('hashchange', () => {
  const secret = takeFromAddress();
  if (secret) openInvitation(secret);
});

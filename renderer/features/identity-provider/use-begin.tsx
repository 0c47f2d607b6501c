import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { rpc } from '../../lib/host/rpc.ts';
import { useSession } from '../../lib/session/use-session.ts';
import { BrowserWait } from './browser-wait.tsx';
import { callbackUrl, keepBegun, type Purpose } from './flow.ts';

interface Named {
  readonly provider: string;
  readonly name: string;
}

export interface Begin {
  begin(provider: Named): void;
  isBusy(provider: Named): boolean;
  readonly error: Error | null;
  /** To be shown beside the buttons: what a desktop window shows while it waits. */
  readonly dialog: ReactNode;
}

/**
 * Goes to a provider, to come back signed in or with an identity to link: a page of a browser by itself, a desktop
 * window by the browser of its machine.
 */
export const useBegin = (purpose: Purpose): Begin => {
  const { data: session } = useSession();
  const [waitsFor, setWaitsFor] = useState<Named>();
  const redirect = useMutation({
    mutationFn: async ({ provider }: Named) => {
      const { url, flow } = await rpc.identityProvider.start({ provider, redirectUri: callbackUrl() });
      keepBegun({ flow, purpose, back: location.pathname });
      location.assign(url);
    },
  });
  return {
    begin: (named) => (session?.host.kind === 'desktop' ? setWaitsFor(named) : redirect.mutate(named)),
    isBusy: ({ provider }) => redirect.isPending && redirect.variables.provider === provider,
    error: redirect.error,
    dialog: waitsFor && (
      <BrowserWait {...waitsFor} purpose={purpose} onClose={() => setWaitsFor(undefined)} />
    ),
  };
};

import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { rpc } from '../../lib/rpc.ts';
import { callbackUrl, keepBegun } from './flow.ts';

/** Goes to a provider, to come back signed in or with an identity to link. */
export const useBegin = (purpose: 'sign-in' | 'link'): UseMutationResult<void, Error, string> =>
  useMutation({
    mutationFn: async (provider: string) => {
      const { url, flow } = await rpc.identityProvider.start({ provider, redirectUri: callbackUrl() });
      keepBegun({ flow, purpose, back: location.pathname });
      location.assign(url);
    },
  });

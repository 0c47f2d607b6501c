import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { startAnew } from '../host/change-feed.ts';
import { rpc } from '../host/rpc.ts';
import { forgetToken, sessionToken } from '../host/token.ts';
import { placeNote } from './remember-place.ts';

/** Signs this window out; where the person was is written before, as nobody may write it afterwards. */
export const useSignOut = (): UseMutationResult<unknown, Error, void> =>
  useMutation({
    mutationFn: async () => {
      await placeNote.settle();
      return rpc.session.signOut();
    },
    onSuccess: async () => {
      forgetToken(sessionToken());
      await startAnew();
    },
  });

import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { startAnew } from './change-feed.ts';
import { placeNote } from './remember-place.ts';
import { rpc } from './rpc.ts';
import { forgetToken, sessionToken } from './token.ts';

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

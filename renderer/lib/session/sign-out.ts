import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { undoQueue } from '../../state/undo.ts';
import { startAnew } from '../host/change-feed.ts';
import { rpc } from '../host/rpc.ts';
import { forgetToken, sessionToken } from '../host/token.ts';
import { placeNote } from './remember-place.ts';

/** Signs this window out; where the person was, and what they hold back, is written before, as nobody may write it afterwards. */
export const useSignOut = (): UseMutationResult<unknown, Error, void> =>
  useMutation({
    mutationFn: async () => {
      await Promise.all([placeNote.settle(), undoQueue.settle()]);
      return rpc.session.signOut();
    },
    onSuccess: async () => {
      forgetToken(sessionToken());
      await startAnew();
    },
  });

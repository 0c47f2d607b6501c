import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import type { SignInResult } from '#shared/contract/session.ts';
import { startAnew } from '../../lib/host/change-feed.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { keepDevice, keepSession, knownDevice } from '../../lib/host/token.ts';

export interface SignInValues {
  email: string;
  password: string;
  code?: string | undefined;
  remember: boolean;
}

/** Signs in; where a code is asked for, it answers so and changes nothing yet. */
export const useSignIn = (): UseMutationResult<SignInResult, Error, SignInValues> =>
  useMutation({
    mutationFn: (values: SignInValues) => rpc.session.signIn({ ...values, ...knownDevice(values.email) }),
    onSuccess: async (result, { email, remember }) => {
      if ('needsCode' in result) return;
      keepSession(result.token, remember);
      keepDevice(email, result.device);
      await startAnew();
    },
  });

import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import type { SignInByProvider } from '#shared/contract/identity-provider.ts';
import { startAnew } from '../../lib/host/change-feed.ts';
import { queryClient } from '../../lib/host/query-client.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { keepSession } from '../../lib/host/token.ts';
import { showToast } from '../../state/toast.ts';
import type { Answer, Purpose } from './flow.ts';

/** Goes on as whoever was signed in, once nothing more is asked for. */
const enter = async (result: SignInByProvider, onEntered: () => void): Promise<void> => {
  if ('needsCode' in result) return;
  keepSession(result.token, false);
  onEntered();
  await startAnew();
};

const link = async (answer: Answer, onLinked: () => void): Promise<undefined> => {
  const { provider } = await rpc.identityProvider.link(answer);
  showToast({ tone: 'success', title: `${provider} was linked to your account` });
  onLinked();
  await queryClient.invalidateQueries({ queryKey: orpc.identityProvider.key() });
};

export interface Finish {
  /** Finishes with what came back from the provider. */
  readonly answer: UseMutationResult<SignInByProvider | undefined, Error, Answer>;
  /** The same with the second factor, where that is asked for. */
  readonly code: UseMutationResult<void, Error, string>;
  /** Whether it is. */
  readonly needsCode: boolean;
}

/** The last steps of a sign-in by a provider, or of linking one; `onDone` is told before the window shows it. */
export const useFinish = (purpose: Purpose, onDone: () => void): Finish => {
  const answer = useMutation({
    mutationFn: async (given: Answer) => {
      if (purpose === 'link') return link(given, onDone);
      const result = await rpc.identityProvider.finish(given);
      await enter(result, onDone);
      return result;
    },
  });
  const pending = answer.data && 'needsCode' in answer.data ? answer.data.flow : undefined;
  const code = useMutation({
    mutationFn: async (typed: string) =>
      enter(await rpc.identityProvider.confirm({ flow: pending ?? '', code: typed }), onDone),
  });
  return { answer, code, needsCode: pending !== undefined };
};

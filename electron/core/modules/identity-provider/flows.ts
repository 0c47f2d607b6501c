import { AppError } from '#shared/model/errors.ts';
import type { ProviderContext } from './context.ts';
import type { Flow } from './provider-flows.ts';

/** Keeps what a sign-in began with for ten minutes; answers the secret of the window, which finishes it. */
export const keepFlow = ({ providerFlows }: ProviderContext, flow: Flow): string =>
  providerFlows.flows.keep(flow);

const over = (): AppError =>
  new AppError('UNAUTHENTICATED', {
    reason: 'This sign-in took too long or was finished before. Begin anew.',
  });

/** What a sign-in began with, while it goes on. */
export const flowOf = ({ providerFlows }: ProviderContext, secret: string): Flow => {
  const flow = providerFlows.flows.look(secret);
  if (flow) return flow;
  throw over();
};

/** By which provider somebody signs in, if that goes on. */
export const providerOfFlow = ({ providerFlows }: ProviderContext, secret: string): string | undefined =>
  providerFlows.flows.look(secret)?.providerId;

/** What a sign-in began with. It is forgotten whatever comes of it: nothing is answered twice. */
export const takeFlow = ({ providerFlows }: ProviderContext, secret: string): Flow => {
  const flow = providerFlows.flows.take(secret);
  if (flow) return flow;
  throw over();
};

/** Forgets a sign-in that nobody waits for any more. */
export const dropFlow = ({ providerFlows }: ProviderContext, secret: string): void => {
  providerFlows.flows.take(secret);
};

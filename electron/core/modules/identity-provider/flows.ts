import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { createKept } from './kept.ts';

/** What was sent along to the provider, and has to come back. */
export interface Flow {
  readonly providerId: string;
  /** Who the provider was by then; one that was changed meanwhile vouches for other people. */
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** Where the browser begins. */
  readonly url: string;
}

/** How long somebody may take at the provider. */
export const flowLifetimeMs = 10 * 60_000;

const flows = createKept<Flow>(flowLifetimeMs);

/** Keeps what a sign-in began with for ten minutes; answers the secret of the window, which finishes it. */
export const keepFlow = ({ core }: OperationContext, flow: Flow): string => flows.keep(core, flow);

const over = (): AppError =>
  new AppError('UNAUTHENTICATED', {
    reason: 'This sign-in took too long or was finished before. Begin anew.',
  });

/** What a sign-in began with, while it goes on. */
export const flowOf = ({ core }: OperationContext, secret: string): Flow => {
  const flow = flows.look(core, secret);
  if (flow) return flow;
  throw over();
};

/** By which provider somebody signs in, if that goes on. */
export const providerOfFlow = ({ core }: OperationContext, secret: string): string | undefined =>
  flows.look(core, secret)?.providerId;

/** What a sign-in began with. It is forgotten whatever comes of it: nothing is answered twice. */
export const takeFlow = ({ core }: OperationContext, secret: string): Flow => {
  const flow = flows.take(core, secret);
  if (flow) return flow;
  throw over();
};

/** Forgets a sign-in that nobody waits for any more. */
export const dropFlow = ({ core }: OperationContext, secret: string): void => {
  flows.take(core, secret);
};

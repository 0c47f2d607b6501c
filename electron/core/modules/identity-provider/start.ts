import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { discover } from './configuration.ts';
import { keepFlow } from './flows.ts';
import { enabledProvider, type ProviderRow } from './queries.ts';

/** Unknown and switched off are one answer. */
export const requireEnabled = (context: OperationContext, id: string): ProviderRow => {
  const row = enabledProvider(context.core.store, id);
  if (row) return row;
  throw new AppError('NOT_FOUND', { kind: 'identity provider', id });
};

/** Begins a sign-in: PKCE, state and nonce stay here, the window gets the address to go to and its own secret. */
export const startSignIn = async (
  context: OperationContext,
  input: { provider: string; redirectUri: string },
): Promise<{ url: string; flow: string }> => {
  const row = requireEnabled(context, input.provider);
  const { client, config } = await discover(context.core.store, row);
  const codeVerifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: input.redirectUri,
    scope: 'openid email profile',
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  const flow = keepFlow(context, {
    providerId: row.id,
    redirectUri: input.redirectUri,
    state,
    nonce,
    codeVerifier,
    url: url.href,
  });
  return { url: url.href, flow };
};

import { isLoopbackUrl } from '#shared/contract/identity-provider.ts';
import { AppError } from '#shared/model/errors.ts';
import { discover, unreachable } from './configuration.ts';
import type { ProviderContext } from './context.ts';
import { keepFlow } from './flows.ts';
import { enabledProvider, type ProviderRow } from './queries.ts';

/** Unknown and switched off are one answer. */
export const requireEnabled = (context: ProviderContext, id: string): ProviderRow => {
  const row = enabledProvider(context.store, id);
  if (row) return row;
  throw new AppError('NOT_FOUND', { kind: 'identity provider', id });
};

/** A browser is sent only where a page is: the provider's description may name `javascript:` as well. */
const isPage = (row: ProviderRow, url: URL): boolean => {
  const isPlain = url.protocol === 'http:' && isLoopbackUrl(row.issuer) && isLoopbackUrl(url.origin);
  return (url.protocol === 'https:' || isPlain) && !url.username && !url.password;
};

/** Where to sign in; UNREACHABLE where the provider names nothing that could be. */
const pageOf = (row: ProviderRow, build: () => URL): URL => {
  try {
    const url = build();
    if (isPage(row, url)) return url;
  } catch (error) {
    throw unreachable(row, error);
  }
  throw unreachable(row, new Error('it names no https address to sign in at'));
};

/** What a window gets of a sign-in that began: where to go, and its own secret. */
export interface Begun {
  readonly url: string;
  readonly flow: string;
}

/**
 * Begins a sign-in: PKCE, state and nonce stay here. `redirectTo` answers where the provider is to send the browser
 * that comes back with this state.
 */
export const beginSignIn = async (
  context: ProviderContext,
  provider: string,
  redirectTo: (state: string) => string | Promise<string>,
): Promise<Begun> => {
  const row = requireEnabled(context, provider);
  const { client, config } = await discover(context.store, row);
  const codeVerifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const redirectUri = await redirectTo(state);
  const challenge = await client.calculatePKCECodeChallenge(codeVerifier);
  const url = pageOf(row, () =>
    client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid email profile',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      state,
      nonce,
    }),
  );
  const { id: providerId, issuer, client_id: clientId } = row;
  const began = { providerId, issuer, clientId };
  const flow = keepFlow(context, { ...began, redirectUri, state, nonce, codeVerifier, url: url.href });
  return { url: url.href, flow };
};

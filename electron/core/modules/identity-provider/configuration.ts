import type { ClientAuth, Configuration } from 'openid-client';
import { isLoopbackUrl } from '#shared/contract/identity-provider.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Store } from '../../store/store.ts';
import { fetchFor } from './fetch-provider.ts';
import { type ProviderRow, secretPlace } from './queries.ts';

/** Sends the secret in the way that the provider knows: in the header unless it takes it in the body only. */
const authBy =
  (client: typeof import('openid-client'), secret: string): ClientAuth =>
  (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported;
    const inBody = methods !== undefined && !methods.includes('client_secret_basic');
    (inBody ? client.ClientSecretPost(secret) : client.ClientSecretBasic(secret))(server, ...rest);
  };

/** What went wrong with a provider, without what it said: that may be anything. */
export const unreachable = (row: Pick<ProviderRow, 'name'>, error: unknown): AppError => {
  const detail = error instanceof Error ? error.message.slice(0, 200) : 'no answer';
  return new AppError(
    'UNREACHABLE',
    { server: row.name ?? 'the provider', reason: 'closed', detail },
    { cause: error },
  );
};

/**
 * Discovers a provider anew and checks that it is the configured one. The signature of every ID token is verified
 * with the provider's keys, even where TLS alone would vouch for it.
 */
export const discover = async (
  store: Store,
  row: ProviderRow,
): Promise<{ client: typeof import('openid-client'); config: Configuration }> => {
  const client = await import('openid-client');
  const issuer = new URL(row.issuer);
  const secret = row.client_secret && store.sealer.open(row.client_secret, secretPlace(row.id));
  const execute = [client.enableNonRepudiationChecks];
  if (issuer.protocol === 'http:' && isLoopbackUrl(row.issuer) && row.allows_private)
    execute.push(client.allowInsecureRequests);
  try {
    const config = await client.discovery(
      issuer,
      row.client_id,
      undefined,
      secret === null ? client.None() : authBy(client, secret),
      {
        execute,
        [client.customFetch]: fetchFor(issuer, { allowsPrivate: row.allows_private === 1 }),
        timeout: 10,
      },
    );
    return { client, config };
  } catch (error) {
    throw unreachable(row, error);
  }
};

import type { Configuration } from 'openid-client';
import { Email, Name } from '#shared/contract/fields.ts';
import { AppError } from '#shared/model/errors.ts';
import { discover } from './configuration.ts';
import type { ProviderContext } from './context.ts';
import { takeFlow } from './flows.ts';
import type { Flow } from './provider-flows.ts';
import type { ProviderRow } from './queries.ts';
import { requireEnabled } from './start.ts';

/** What came back to the callback page. */
export interface ProviderAnswer {
  readonly flow: string;
  readonly state: string;
  readonly code?: string | undefined;
  readonly issuer?: string | undefined;
  readonly error?: string | undefined;
}

/** Who somebody is by the word of a provider. */
export interface Proof {
  readonly provider: ProviderRow;
  readonly subject: string;
  /** Absent where the provider tells none, or has not verified it. */
  readonly email: string | undefined;
  /** The address that it tells, verified or not; nothing may be decided by it. */
  readonly claimedEmail: string | undefined;
  readonly name: string;
}

type Client = typeof import('openid-client');

const refused = (reason: string, cause?: unknown): AppError =>
  new AppError('UNAUTHENTICATED', { reason }, { cause });

const callbackOf = ({ redirectUri }: Flow, answer: ProviderAnswer): URL => {
  const url = new URL(redirectUri);
  url.searchParams.set('state', answer.state);
  if (answer.code !== undefined) url.searchParams.set('code', answer.code);
  if (answer.issuer !== undefined) url.searchParams.set('iss', answer.issuer);
  return url;
};

/** The claims of the ID token, and of the user's page where the token alone names no address. */
const claimsOf = async (
  client: Client,
  config: Configuration,
  flow: Flow,
  answer: ProviderAnswer,
): Promise<Readonly<Record<string, unknown>> & { sub: string }> => {
  const tokens = await client.authorizationCodeGrant(config, callbackOf(flow, answer), {
    pkceCodeVerifier: flow.codeVerifier,
    expectedState: flow.state,
    expectedNonce: flow.nonce,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims) throw new Error('no ID token');
  if (claims.email !== undefined || !config.serverMetadata().userinfo_endpoint) return claims;
  const more = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
  return { ...more, ...claims };
};

const subjectOf = ({ sub }: { sub: string }): string => {
  if (sub.length > 0 && sub.length <= 255) return sub;
  throw refused('The provider names you in a way that it must not.');
};

/** The provider as it is now. Both before and after it was asked: it may be edited or switched off meanwhile. */
const requireUnchanged = (context: ProviderContext, flow: Flow): ProviderRow => {
  const row = requireEnabled(context, flow.providerId);
  if (row.issuer === flow.issuer && row.client_id === flow.clientId) return row;
  throw refused('This provider was changed meanwhile. Begin anew.');
};

/**
 * Turns what came back into a proof: the state is the one of this window's own sign-in, the code is exchanged
 * with PKCE, and signature, issuer, audience, nonce and times of the ID token are verified by openid-client.
 */
export const verifyAnswer = async (context: ProviderContext, answer: ProviderAnswer): Promise<Proof> => {
  const flow = takeFlow(context, answer.flow);
  const provider = requireUnchanged(context, flow);
  if (answer.error !== undefined || answer.code === undefined) {
    throw refused(`${provider.name ?? 'The provider'} let nobody in. Begin anew, or sign in in another way.`);
  }
  const { client, config } = await discover(context.store, provider);
  const claims = await claimsOf(client, config, flow, answer).catch((error: unknown) => {
    context.host.log.warn('a sign-in by a provider was refused', { reason: String(error) });
    throw refused('What the provider sent back does not belong to this sign-in. Begin anew.', error);
  });
  const claimedEmail = Email.safeParse(claims.email).data;
  const email = claims.email_verified === true ? claimedEmail : undefined;
  const name = Name.safeParse(claims.name).data ?? email?.split('@')[0] ?? 'New member';
  const subject = subjectOf(claims);
  return { provider: requireUnchanged(context, flow), subject, email, claimedEmail, name };
};

import type { SignedIn } from '#shared/contract/session.ts';
import type { AppError } from '#shared/model/errors.ts';
import {
  type AccountRow,
  accountRow,
  auditAccountAs,
  loadTotp,
  sessionOf,
  spendSecondFactor,
} from '../session/index.ts';
import type { ProviderContext } from './context.ts';
import type { Proven } from './provider-flows.ts';
import { enabledProvider, identityOf, type ProviderRow } from './queries.ts';
import { enter, refused, requireActiveMember } from './sign-in.ts';

/** Keeps what a provider proved for five minutes; answers the secret that a code completes it with. */
export const keepProof = ({ providerFlows }: ProviderContext, proven: Proven): string =>
  providerFlows.proofs.keep(proven);

const over = (): AppError => refused('This sign-in took too long or was finished before. Begin anew.');

/** Tells a wrong code in the trail of the account, as one at a sign-in by password is. */
const refuseCode = (context: ProviderContext, { id, name }: AccountRow, provider: ProviderRow): never => {
  const { caller, operation } = context;
  const { store } = context;
  const fact = { type: 'providerSignInFailed', name, provider: provider.name ?? '' } as const;
  const event = { operation, outcome: 'refused', fact, accountId: id } as const;
  store.write((tx) => auditAccountAs(store, tx, { ...caller, name }, event));
  throw refused('The code is wrong, or it was used already. Wait for the next one, or use a recovery code.');
};

/** Who was proven, if the provider would still prove it. */
const requireStillProven = (
  context: ProviderContext,
  proven: Proven,
): { account: AccountRow; provider: ProviderRow } => {
  const { store } = context;
  const provider = enabledProvider(store, proven.providerId);
  const account = accountRow(store, { id: proven.accountId });
  const identity = identityOf(store, proven.providerId, proven.subject);
  if (!provider || !account || identity?.account_id !== account.id) throw over();
  requireActiveMember(context, provider, account.id);
  return { account, provider };
};

/**
 * Completes a sign-in by a provider with a code of the account's own second factor. A wrong code may be tried again,
 * as slowly as at a sign-in by password; LIMIT with `retryAt` after too many.
 */
export const confirmSignIn = async (
  context: ProviderContext,
  { flow, code }: { flow: string; code: string },
): Promise<SignedIn> => {
  const { store, sessions, providerFlows } = context;
  const proven = providerFlows.proofs.look(flow);
  if (!proven) throw over();
  const { account, provider } = requireStillProven(context, proven);
  const attempt = sessions.throttle.begin([
    { kind: 'account', key: `${account.id} by ${provider.id}` },
    { kind: 'everywhere', key: account.id, onlyCounts: true },
    { kind: 'address', key: context.connection.address },
  ]);
  const totp = await loadTotp();
  const isRight = store.write((tx) => {
    const now = requireStillProven(context, proven).account;
    return now.totp_secret === null || spendSecondFactor(totp, tx, now, code);
  });
  if (!isRight) return refuseCode(context, account, provider);
  providerFlows.proofs.take(flow);
  const token = context.write((tx) => enter(context, tx, { account, provider, subject: proven.subject }));
  attempt.succeed();
  return { token, session: sessionOf(context) };
};

import type { SignInByProvider } from '#shared/contract/identity-provider.ts';
import { AppError } from '#shared/model/errors.ts';
import { isForNewcomers } from '../../access/giving/index.ts';
import type { AuditedTransaction } from '../../rpc/index.ts';
import { addMember, requireSeat } from '../../seats/index.ts';
import { sql } from '../../store/database.ts';
import { newId } from '../../store/ids.ts';
import { cancelInvitationsTo } from '../invitation/index.ts';
import { type AccountRow, accountRow, sessionOf } from '../session/index.ts';
import { keepProof } from './confirm.ts';
import type { ProviderContext } from './context.ts';
import { providerOfFlow } from './flows.ts';
import { noteRefusal } from './note-refusal.ts';
import { domainsOf, identityOf } from './queries.ts';
import { enter, refused, requireActiveMember } from './sign-in.ts';
import { isConfirmed, settleAddress } from './verified-address.ts';
import { type Proof, type ProviderAnswer, verifyAnswer } from './verify.ts';

/** Writes whose account an identity is. */
export const insertIdentity = (tx: AuditedTransaction, proof: Proof, accountId: string): string => {
  const id = newId('idn', tx.now);
  tx.database.run(
    sql.insertInto('account_identity').values({
      id,
      provider_id: proof.provider.id,
      subject: proof.subject,
      account_id: accountId,
      email: proof.email ?? '',
      created_at: tx.now,
      used_at: null,
    }),
  );
  return id;
};

const requireAllowedEmail = ({ provider, email }: Proof): string => {
  if (email === undefined) {
    throw refused('The provider has not verified an e-mail address of yours. Ask its administrator.');
  }
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if (!domainsOf(provider).includes(domain)) {
    throw refused('Addresses of this domain are not let in by this provider. Ask for an invitation.');
  }
  if (isConfirmed(provider, email)) return email;
  throw refused('The operator of this host has not confirmed this domain for this provider. Ask them to.');
};

const defaultRoleOf = ({ store }: ProviderContext, { provider }: Proof): string => {
  const role = provider.role_id === null ? undefined : store.access.memberships.role(provider.role_id);
  if (role && isForNewcomers(role.level)) return role.id;
  throw refused('This provider has no role for newcomers. Ask for an invitation.');
};

/** Makes the account of somebody who comes by a provider for the first time, as a member with its default role. */
const addNewcomer = (
  context: ProviderContext,
  tx: AuditedTransaction,
  proof: Proof,
): { accountId: string; memberId: string; email: string } => {
  const email = requireAllowedEmail(proof);
  const { organization_id: organizationId } = proof.provider;
  if (tx.database.first(sql.selectFrom('account').select('id').where('email', '=', email))) {
    const reason = 'this address has an account already: sign in to it first, then link this provider to it';
    throw new AppError('CONFLICT', { field: 'email', reason });
  }
  const roleId = defaultRoleOf(context, proof);
  cancelInvitationsTo(context.store, tx, organizationId, email);
  requireSeat(tx, organizationId);
  const accountId = newId('acc', tx.now);
  const row = { id: accountId, name: proof.name, email, email_verified_at: tx.now, created_at: tx.now };
  tx.database.run(sql.insertInto('account').values(row));
  const memberId = addMember(tx, { organizationId, accountId, roleId });
  insertIdentity(tx, proof, accountId);
  return { accountId, memberId, email };
};

/** Whether the account's own second factor is still to be asked for. */
const needsCode = ({ provider }: Proof, account: AccountRow): boolean =>
  account.totp_secret !== null && provider.trusts_second_factor === 0;

const letIn = (context: ProviderContext, proof: Proof, account: AccountRow): SignInByProvider => {
  const { provider, subject } = proof;
  requireActiveMember(context, provider, account.id);
  if (!needsCode(proof, account)) {
    // the provider's second factor stands in for the account's own, in its own organization alone
    const onlyIn = account.totp_secret === null ? undefined : provider.organization_id;
    const token = context.write((tx) => {
      settleAddress(tx, account.id, proof);
      return enter(context, tx, { account, provider, subject, onlyIn });
    });
    return { token, session: sessionOf(context) };
  }
  context.write((tx) =>
    tx.audit({ nodeId: provider.id, fact: { type: 'codeAskedFor', name: account.name } }),
  );
  const flow = keepProof(context, { providerId: provider.id, subject, accountId: account.id });
  return { needsCode: true, flow };
};

const letNewcomerIn = (context: ProviderContext, proof: Proof): SignInByProvider => {
  const { provider, subject, name } = proof;
  const token = context.write((tx) => {
    const { accountId, memberId, email } = addNewcomer(context, tx, proof);
    const told = {
      nodeId: memberId,
      fact: { type: 'providerJoin', email, provider: provider.name ?? '' } as const,
    };
    return enter(context, tx, { account: { id: accountId, name }, provider, subject }, told);
  });
  return { token, session: sessionOf(context) };
};

const letWhomeverIn = (context: ProviderContext, proof: Proof): SignInByProvider => {
  const { store } = context;
  const known = identityOf(store, proof.provider.id, proof.subject);
  const account = known && accountRow(store, { id: known.account_id });
  return account ? letIn(context, proof, account) : letNewcomerIn(context, proof);
};

/**
 * Signs in whoever the provider vouches for: the account that the identity is linked to (with its own second factor
 * still to come, unless that of the provider is trusted), else a new one. An account that only has the same address is
 * never taken: its owner links it after signing in to it. A refusal is in the trail of the provider's organization;
 * LIMIT with `retryAt` after many from one address.
 */
export const finishSignIn = async (
  context: ProviderContext,
  answer: ProviderAnswer,
): Promise<SignInByProvider> => {
  const { sessions } = context;
  const attempt = sessions.throttle.begin([{ kind: 'address', key: context.connection.address }]);
  const providerId = providerOfFlow(context, answer.flow);
  let proof: Proof | undefined;
  try {
    proof = await verifyAnswer(context, answer);
    const result = letWhomeverIn(context, proof);
    attempt.succeed();
    return result;
  } catch (error) {
    noteRefusal(context, { providerId, claimed: proof?.claimedEmail, error });
    throw error;
  }
};

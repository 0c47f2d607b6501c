import type { SignedIn } from '#shared/contract/session.ts';
import { AppError } from '#shared/model/errors.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { newId } from '../../store/ids.ts';
import { cancelInvitationsTo } from '../invitation/index.ts';
import { addMember, requireSeat } from '../organization/index.ts';
import { sessionOf, startSession } from '../session/index.ts';
import { isForNewcomers } from './default-role.ts';
import { domainsOf, identityOf } from './queries.ts';
import { type Proof, type ProviderAnswer, verifyAnswer } from './verify.ts';

const refused = (reason: string): AppError => new AppError('UNAUTHENTICATED', { reason });

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

/** A linked account signs in while it is an active member of the provider's organization, and no longer. */
const requireActiveMember = ({ core }: OperationContext, proof: Proof, accountId: string): void => {
  if (core.store.access.effective(accountId, proof.provider.organization_id)) return;
  throw refused('Your account is not (any more) an active member of the organization of this provider.');
};

const requireAllowedEmail = ({ provider, email }: Proof): string => {
  if (email === undefined) {
    throw refused('The provider has not verified an e-mail address of yours. Ask its administrator.');
  }
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if (domainsOf(provider).includes(domain)) return email;
  throw refused('Addresses of this domain are not let in by this provider. Ask for an invitation.');
};

const defaultRoleOf = ({ core }: OperationContext, { provider }: Proof): string => {
  const role = provider.role_id === null ? undefined : core.store.access.memberships.role(provider.role_id);
  if (role && isForNewcomers(role.level)) return role.id;
  throw refused('This provider has no role for newcomers. Ask for an invitation.');
};

/** Makes the account of somebody who comes by a provider for the first time, as a member with its default role. */
const addNewcomer = (context: OperationContext, tx: AuditedTransaction, proof: Proof): string => {
  const email = requireAllowedEmail(proof);
  const { organization_id: organizationId, name: provider } = proof.provider;
  if (tx.database.first(sql.selectFrom('account').select('id').where('email', '=', email))) {
    const reason = 'this address has an account already: sign in to it first, then link this provider to it';
    throw new AppError('CONFLICT', { field: 'email', reason });
  }
  const roleId = defaultRoleOf(context, proof);
  cancelInvitationsTo(context.core.store, tx, organizationId, email);
  requireSeat(tx, organizationId);
  const accountId = newId('acc', tx.now);
  const row = { id: accountId, name: proof.name, email, created_at: tx.now };
  tx.database.run(sql.insertInto('account').values(row));
  const memberId = addMember(tx, { organizationId, accountId, roleId });
  insertIdentity(tx, proof, accountId);
  tx.audit({ nodeId: memberId, detail: `${email} joined by signing in by “${provider ?? ''}”` });
  return accountId;
};

/**
 * Signs in whoever the provider vouches for: the account that the identity is linked to, else a new one. An
 * account that only has the same address is never taken: its owner links it after signing in to it.
 */
export const finishSignIn = async (context: OperationContext, answer: ProviderAnswer): Promise<SignedIn> => {
  const proof = await verifyAnswer(context, answer);
  const { token } = context.write((tx) => {
    const known = identityOf(context.core.store, proof.provider.id, proof.subject);
    if (known) requireActiveMember(context, proof, known.account_id);
    const accountId = known?.account_id ?? addNewcomer(context, tx, proof);
    tx.database.run(
      sql
        .updateTable('account_identity')
        .set({ used_at: tx.now })
        .where('provider_id', '=', proof.provider.id)
        .where('subject', '=', proof.subject),
    );
    if (known) tx.audit({ nodeId: proof.provider.id, detail: `signed in as ${proof.email ?? known.email}` });
    return startSession(tx, context.connection, { accountId, isRemembered: false });
  });
  return { token, session: sessionOf(context) };
};

import { AppError } from '#shared/model/errors.ts';
import { appendAudit, localRecovery, placeInStore } from '../../rpc/index.ts';
import { addMember } from '../../seats/index.ts';
import { sql } from '../../store/database.ts';
import type { Store, Transaction } from '../../store/store.ts';
import { moveOwnership, type OwnershipChange } from './move-ownership.ts';
import { addNotice } from './notices.ts';
import { builtInRoleId, memberByAccount, type NamedMember, ownerOf } from './roles.ts';

/** What a recovery did, in words for whoever ran it. */
export interface Recovered {
  readonly organization: string;
  readonly text: string;
}

/** An organization by its name, or by its id where several have the name. */
const organizationNamed = ({ database }: Transaction, name: string): { id: string; name: string } => {
  const rows = database.all(sql.selectFrom('node').select(['id', 'name']).where('kind', '=', 'organization'));
  const found = rows.filter((row) => row.id === name || row.name === name);
  const [only, ...others] = found;
  if (!only) throw new AppError('NOT_FOUND', { kind: 'organization', id: name });
  if (others.length === 0) return { id: only.id, name: only.name ?? '' };
  const reason = `several have the name “${name}”; give the id of one: ${found.map(({ id }) => id).join(', ')}`;
  throw new AppError('CONFLICT', { field: 'organization', reason });
};

const requireAccount = ({ database }: Transaction, email: string): { id: string; name: string } => {
  const account = database.first(
    sql.selectFrom('account').select(['id', 'name']).where('email', '=', email.trim().toLowerCase()),
  );
  if (!account) throw new AppError('NOT_FOUND', { kind: 'account', id: email });
  return account;
};

/** The account as a member, who it becomes where it is none; with the name of its role so far. */
const memberOf = (
  tx: Transaction,
  store: Store,
  organizationId: string,
  account: { id: string; name: string },
): { to: NamedMember; before: string } => {
  const known = memberByAccount(tx.database, organizationId, account.id);
  if (known) {
    const roleId = store.access.memberships.member(known.id)?.roleId ?? '';
    return { to: known, before: store.access.memberships.role(roleId)?.name ?? '' };
  }
  const roleId = builtInRoleId(tx.database, organizationId, 'admin');
  const id = addMember(tx, { organizationId, accountId: account.id, roleId });
  return { to: { id, accountId: account.id, name: account.name, isSuspended: false }, before: 'no member' };
};

const audit = (tx: Transaction, organizationId: string, change: OwnershipChange): void => {
  const place = placeInStore(tx.database, change.member.id);
  appendAudit(tx, {
    caller: localRecovery,
    operation: 'organization.recoverOwner',
    permission: null,
    organizationId,
    nodeId: change.member.id,
    nodePath: place?.path ?? change.member.id,
    nodeName: place?.name ?? null,
    outcome: 'allowed',
    changes: change.changes,
    facts: [change.fact],
  });
};

/**
 * Makes an account the Owner of an organization whose Owner is lost (R18). Only for whoever holds the machine and its
 * vault: no operation leads here. The old Owner becomes an Admin; nothing else changes. Audited, and told to all Admins.
 */
export const recoverOwner = (
  store: Store,
  { email, organizationName }: { email: string; organizationName: string },
): Recovered =>
  store.write((tx) => {
    const account = requireAccount(tx, email);
    const { id, name } = organizationNamed(tx, organizationName);
    const from = ownerOf(tx.database, id);
    if (from.accountId === account.id) {
      const reason = `${account.name} is the Owner of “${name}” already; nothing was changed`;
      throw new AppError('CONFLICT', { field: 'email', reason });
    }
    const { to, before } = memberOf(tx, store, id, account);
    for (const change of moveOwnership(tx, id, { from, to }, before)) audit(tx, id, change);
    const restored = to.isSuspended ? ' They had been suspended and no longer are.' : '';
    const text = `${to.name} was made the Owner by local recovery on the machine that holds this store. ${from.name}, the Owner until then, is an Admin now.${restored}`;
    addNotice(tx, id, text);
    return { organization: name, text };
  });

import type { Account, OpenSession, OwnAccount, Session } from '#shared/contract/session.ts';
import { AppError } from '#shared/model/errors.ts';
import { heldHostRights } from '../../access/index.ts';
import type { Caller } from '../../rpc/caller.ts';
import { isOpenTo } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { instant } from '../node/index.ts';
import { organizationsOf, ownOrganizationFor } from '../organization/index.ts';
import type { SessionContext } from './context.ts';
import { isLocked } from './lifetimes.ts';

const accountColumns = sql.selectFrom('account').select(['id', 'name', 'email']);

/** The first account of the store, as which an operator of this machine acts while it has no password. */
export const operatorOf = (store: Store): Account | undefined =>
  store.database.first(accountColumns.orderBy('created_at').orderBy('id').limit(1));

/** An account's row with what signing in needs. */
export type AccountRow = NonNullable<ReturnType<typeof accountRow>>;

export const accountRow = ({ database }: Pick<Store, 'database'>, by: { id: string } | { email: string }) => {
  const rows = sql.selectFrom('account').selectAll();
  return database.first('id' in by ? rows.where('id', '=', by.id) : rows.where('email', '=', by.email));
};

/**
 * By what attempts at an account are counted: by its id, for whoever is in could change its address to begin anew; an
 * address that nobody has by itself, so that it is slowed down alike.
 */
export const guessedAt = ({ database }: Pick<Store, 'database'>, email: string): string =>
  database.first(sql.selectFrom('account').select('id').where('email', '=', email))?.id ?? email;

/** The row of whoever asks. UNAUTHENTICATED where their account was removed meanwhile. */
export const callersRow = (context: SessionContext): AccountRow => {
  const row = accountRow(context.store, { id: context.caller.accountId });
  if (!row) throw new AppError('UNAUTHENTICATED', { reason: 'Your account is no longer on this store.' });
  return row;
};

const codesLeft = ({ database }: Store, id: string): number =>
  database.all(sql.selectFrom('recovery_code').select('hash').where('account_id', '=', id)).length;

const isShared = ({ database }: Store): boolean =>
  database.all(sql.selectFrom('account').select('id').limit(2)).length > 1;

/** An account as its own holder sees it. */
export const ownAccountOf = (store: Store, id: string): OwnAccount | undefined => {
  const row = accountRow(store, { id });
  return (
    row && {
      id: row.id,
      name: row.name,
      email: row.email,
      ...(row.pending_email === null ? {} : { pendingEmail: row.pending_email }),
      avatar: row.avatar,
      hasPassword: row.password_hash !== null,
      hasTwoFactor: row.totp_secret !== null,
      recoveryCodesLeft: codesLeft(store, id),
      lockAfterMinutes: row.lock_after_minutes,
      needsPassword: row.password_hash === null && isShared(store),
    }
  );
};

/** The same for a caller who must have one. */
export const requireOwnAccount = (context: SessionContext): OwnAccount => {
  const account = ownAccountOf(context.store, context.caller.accountId);
  if (!account) throw new AppError('UNAUTHENTICATED', { reason: 'Your account is no longer on this store.' });
  return account;
};

const stateOf = (context: SessionContext, caller: Caller, isSetUp: boolean): Session['state'] => {
  if (caller.accountId) return caller.restriction ?? 'ready';
  return !isSetUp && context.connection.identity.type === 'operator' ? 'first-run' : 'signed-out';
};

/** Where an account was in the organizations that it still belongs to, the latest first. */
const placesOf = ({ database, access }: Store, accountId: string) =>
  database
    .all(
      sql
        .selectFrom('place')
        .select(['organization_id', 'path'])
        .where('account_id', '=', accountId)
        .orderBy('visited_at', 'desc'),
    )
    .filter((place) => access.canSee(accountId, place.organization_id));

/** What is a person's own in a session: their account, and where they were. */
const personal = (store: Store, caller: Caller, state: Session['state']) => {
  const { accountId } = caller;
  const account = ownAccountOf(store, accountId);
  const everywhere = state === 'ready' ? placesOf(store, accountId) : [];
  const places = everywhere.filter((place) => isOpenTo(caller, place.organization_id));
  const [last] = places;
  return {
    ...(account ? { account } : {}),
    ...(last ? { lastOrganizationId: last.organization_id } : {}),
    places: Object.fromEntries(places.map((place) => [place.organization_id, place.path])),
  };
};

/** A key has no membership, and a session for one organization alone tells of no other. */
const suspendedIn = ({ access }: Store, caller: Caller): Session['suspendedIn'] =>
  caller.via?.type === 'key'
    ? []
    : access
        .suspendedIn(caller.accountId)
        .filter((id) => isOpenTo(caller, id))
        .map((id) => ({ id, name: access.node(id)?.name ?? '' }));

/** Who the connection speaks for now, where they may go, and where they were. */
export const sessionOf = (context: SessionContext): Session => {
  const { store, host } = context;
  const caller = context.whoAsks();
  const { via } = caller;
  const isSetUp = operatorOf(store) !== undefined;
  const state = stateOf(context, caller, isSetUp);
  return {
    state,
    isSetUp,
    host: { kind: host.kind, version: host.version, platform: process.platform },
    hostRights: state === 'ready' ? [...heldHostRights(context, caller)] : [],
    requiresPassword: host.kind === 'headless',
    organizations: state === 'ready' ? organizationsOf(store, caller, ownOrganizationFor) : [],
    suspendedIn: state === 'ready' ? suspendedIn(store, caller) : [],
    ...(caller.onlyIn ? { onlyIn: caller.onlyIn } : {}),
    ...(via?.type === 'key'
      ? { apiKey: { id: via.id, name: via.label, holder: caller.name }, places: {} }
      : personal(store, caller, state)),
  };
};

/** The caller's own sessions, newest use first. */
export const openSessionsOf = (context: SessionContext): OpenSession[] => {
  const { store } = context;
  const { accountId, via } = context.caller;
  const lockAfter = callersRow(context).lock_after_minutes;
  return store.database
    .all(sql.selectFrom('session').selectAll().where('account_id', '=', accountId).orderBy('seen_at', 'desc'))
    .map((row) => ({
      id: row.id,
      isCurrent: row.id === via?.id,
      isLocked: isLocked({ ...row, lock_after_minutes: lockAfter }, store.now()),
      isRemembered: row.is_remembered === 1,
      transport: row.transport,
      address: row.address,
      agent: row.agent,
      createdAt: instant(row.created_at),
      seenAt: instant(row.seen_at),
    }));
};

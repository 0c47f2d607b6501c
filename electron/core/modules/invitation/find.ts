import { AppError } from '#shared/model/errors.ts';
import { instant } from '../node/index.ts';
import type { InvitationContext } from './context.ts';
import { type InvitationRow, rowBySecretHash } from './queries.ts';
import { secretHash } from './secret.ts';
import { countWrongSecret, requirePatience } from './wrong-secrets.ts';

const wrong = (reason: string): AppError => new AppError('CONFLICT', { field: 'secret', reason });

/**
 * The invitation of a secret. One that never was, was used, cancelled or resent is the same CONFLICT; an expired one
 * says so, for only its holder can ask. At the instant of expiry it is expired (R8).
 */
export const findInvitation = (context: InvitationContext, secret: string): InvitationRow => {
  requirePatience(context);
  const { store } = context;
  const row = rowBySecretHash(store, secretHash(secret));
  if (!row) {
    countWrongSecret(context);
    throw wrong('this invitation link does not work (any more); ask whoever invited you for a new one');
  }
  if (row.expires_at <= store.now()) {
    throw wrong(
      `this invitation expired at ${instant(row.expires_at)}; ask ${row.inviter_name} for a new one`,
    );
  }
  return row;
};

import type { Session } from '#shared/contract/session.ts';
import { AppError } from '#shared/model/errors.ts';
import { sessionOf } from '../session/index.ts';
import type { InvitationContext } from './context.ts';
import { findInvitation } from './find.ts';
import { join } from './join.ts';
import { accountByEmail } from './look.ts';

/** Joins with the account that is signed in, whose address must be the invited one (R8). Works once. */
export const acceptInvitation = (context: InvitationContext, secret: string): Session => {
  const { store } = context;
  const { accountId } = context.caller;
  context.write((tx) => {
    const row = findInvitation(context, secret);
    if (accountByEmail(tx, row.email) !== accountId) {
      const reason = 'this invitation is for another e-mail address; sign in with that one';
      throw new AppError('CONFLICT', { field: 'email', reason });
    }
    join(store, tx, row, accountId);
  });
  return sessionOf(context);
};

import type { ProcedureMeta } from '#shared/contract/resource.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Caller } from './caller.ts';

const restrictions = {
  locked: 'This session is locked. Unlock it with your password.',
  'must-change-password': 'Choose a password of your own first.',
} as const;

/** Refuses whoever is not known, or known but locked out for now, all but the little that is meant for them. */
export const requireKnown = (
  { accountId, restriction }: Caller,
  { anonymous, despite }: ProcedureMeta,
): void => {
  if (restriction && !anonymous && !despite?.includes(restriction)) {
    throw new AppError('UNAUTHENTICATED', { reason: restrictions[restriction] });
  }
  if (!accountId && !anonymous) {
    const reason = 'Nobody is signed in here. Sign in first; on an empty store, finish the first run.';
    throw new AppError('UNAUTHENTICATED', { reason });
  }
};

/** What was begun belongs to whoever began it, and ends when the connection speaks for somebody else. */
export const requireSame = (before: Caller, now: Caller, meta: ProcedureMeta): void => {
  requireKnown(now, meta);
  if (now.subject !== before.subject || now.via?.id !== before.via?.id) {
    throw new AppError('UNAUTHENTICATED', { reason: 'This was begun by another session.' });
  }
};

/** Refuses an API key what only a person may do. */
export const requirePerson = ({ via }: Caller, meta: ProcedureMeta, operation: string): void => {
  if (!meta.personal || via?.type !== 'key') return;
  throw new AppError('FORBIDDEN', {
    permission: operation,
    wouldGrant: 'An API key never may: sign in yourself.',
  });
};

import type { Session } from '#shared/contract/session.ts';
import { AppError } from '#shared/model/errors.ts';
import type { SessionContext } from './context.ts';
import { sessionOf } from './queries.ts';

/** Goes on with a session on a connection that could not bring its token, such as a port of the desktop. */
export const resume = (context: SessionContext, token: string): Session => {
  const sessionId = context.sessions.find(token);
  if (sessionId === undefined) {
    throw new AppError('UNAUTHENTICATED', { reason: 'That session has ended. Sign in again.' });
  }
  context.connection.identity = { type: 'session', sessionId };
  context.sessions.changed();
  return sessionOf(context);
};

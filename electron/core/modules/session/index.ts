export { type FirstRun, firstRun } from './first-run.ts';
export { hashPassword, requireNotGuessable, verifyPassword } from './password.ts';
export { operatorOf, sessionOf } from './queries.ts';
export { resetPassword } from './reset-password.ts';
export { sessionRouter } from './router.ts';
export { createSessions, type Sessions } from './sessions.ts';
export { startSession } from './start-session.ts';

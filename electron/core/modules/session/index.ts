export { auditAccountAs } from './audit-account.ts';
export { type FirstRun, firstRun } from './first-run.ts';
export { hashPassword, requireNotGuessable, verifyPassword } from './password.ts';
export { type AccountRow, accountRow, operatorOf, sessionOf } from './queries.ts';
export { resetPassword } from './reset-password.ts';
export { sessionRouter } from './router.ts';
export { loadTotp, spendSecondFactor } from './second-factor.ts';
export { createSessions, type Sessions } from './sessions.ts';
export { signedInAs, startSession } from './start-session.ts';

export { hashPassword, requireNotGuessable, verifyPassword } from './password.ts';

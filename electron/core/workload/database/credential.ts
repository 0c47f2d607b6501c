import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import type { CredentialForm } from '#shared/model/databases/engine.ts';

/** A password in the form that an engine is given; with salt, so that it is another text each time, where that has one. */
export function credentialOf(form: CredentialForm, password: string): string {
  if (form === 'scram-sha-256') return scramVerifier(password, randomBytes(16));
  return form === 'sha-256' ? createHash('sha256').update(password).digest('hex') : password;
}

const iterations = 4_096;

/** What PostgreSQL keeps of a password. Source: RFC 5802, 3, and PostgreSQL's `scram_build_secret`. */
export function scramVerifier(password: string, salt: Buffer): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  const serverKey = hmac('Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}

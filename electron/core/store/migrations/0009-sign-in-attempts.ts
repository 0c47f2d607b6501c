/**
 * Failed sign-ins that still slow the next one down, over a restart as well: docs/access.md, “Sign-in”. `subject` is
 * a digest of whom they delay, since what was typed as an address may be anything. Rows live a quarter of an hour.
 */
export const signInAttempts = `
CREATE TABLE sign_in_attempt (
  subject TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_attempt_last ON sign_in_attempt (last_at);
`;

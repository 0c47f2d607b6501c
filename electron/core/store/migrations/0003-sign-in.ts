/** Passwords, second factors, sessions and recovery codes: docs/access.md, “Sign-in”. */
export const signIn = `
ALTER TABLE account ADD COLUMN password_hash TEXT;
ALTER TABLE account ADD COLUMN must_change_password INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN totp_secret BLOB;
ALTER TABLE account ADD COLUMN totp_pending BLOB;
ALTER TABLE account ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN avatar TEXT;
ALTER TABLE account ADD COLUMN lock_after_minutes INTEGER;
CREATE INDEX account_created ON account (created_at, id);

CREATE TABLE session (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  token_hash TEXT NOT NULL UNIQUE,
  is_remembered INTEGER NOT NULL,
  transport TEXT NOT NULL,
  address TEXT NOT NULL,
  agent TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  active_at INTEGER NOT NULL,
  locked_at INTEGER
) STRICT;
CREATE INDEX session_account ON session (account_id);

CREATE TABLE recovery_code (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  hash TEXT NOT NULL,
  PRIMARY KEY (account_id, hash)
) STRICT, WITHOUT ROWID;
`;

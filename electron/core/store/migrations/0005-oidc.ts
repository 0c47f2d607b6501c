/** Identity providers of organizations, and whose account an identity of theirs is: docs/access.md, “Sign-in”. */
export const oidc = `
CREATE TABLE identity_provider (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  issuer TEXT NOT NULL,
  client_id TEXT NOT NULL,
  client_secret BLOB,
  email_domains TEXT NOT NULL,
  role_id TEXT REFERENCES role (id) ON DELETE SET NULL,
  is_enabled INTEGER NOT NULL,
  trusts_second_factor INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX identity_provider_role ON identity_provider (role_id);

CREATE TABLE account_identity (
  id TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES identity_provider (id) ON DELETE CASCADE,
  subject TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  email TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER,
  UNIQUE (provider_id, subject),
  UNIQUE (provider_id, account_id)
) STRICT;
CREATE INDEX account_identity_account ON account_identity (account_id);
`;

/** The keys that people have for bundles, and whose keys each of them has compared and trusts: docs/bundle.md, “Keys”. */
export const identities = `
CREATE TABLE account_keys (
  account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  recipient TEXT NOT NULL,
  signing_key TEXT NOT NULL,
  private_halves BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE trusted_issuer (
  owner_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  name TEXT NOT NULL,
  recipient TEXT NOT NULL,
  signing_key TEXT NOT NULL,
  trusted_at INTEGER NOT NULL,
  PRIMARY KEY (owner_id, organization_id, account_id)
) STRICT, WITHOUT ROWID;
`;

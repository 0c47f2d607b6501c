/** Registries that images are pulled from, with the account for it: docs/access.md, “Registries”. */
export const registries = `
CREATE TABLE registry (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  address TEXT NOT NULL,
  username TEXT NOT NULL,
  password BLOB NOT NULL,
  password_set_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  UNIQUE (organization_id, address)
) STRICT;
`;

/**
 * The hashes of revoked API keys, so that whoever still uses one is in the audit trail: docs/access.md, “Audit”.
 * By triggers, since a key goes by many ways, and its two rows in either order: with its own node, or with its member.
 * Tokens live minutes and are left out; the newest ten thousand are kept.
 */
export const revokedKeys = `
CREATE TABLE revoked_key (
  position INTEGER PRIMARY KEY,
  secret_hash TEXT NOT NULL UNIQUE,
  id TEXT NOT NULL,
  name TEXT,
  organization_id TEXT NOT NULL,
  member_id TEXT NOT NULL
) STRICT;

CREATE TRIGGER api_key_revoked_by_node BEFORE DELETE ON node WHEN old.kind = 'apiKey'
BEGIN
  INSERT OR IGNORE INTO revoked_key (secret_hash, id, name, organization_id, member_id)
    SELECT secret_hash, id, old.name, old.organization_id, member_id FROM api_key WHERE id = old.id AND is_token = 0;
  DELETE FROM revoked_key WHERE position <= (SELECT max(position) FROM revoked_key) - 10000;
END;

CREATE TRIGGER api_key_revoked_by_member BEFORE DELETE ON api_key WHEN old.is_token = 0
BEGIN
  INSERT OR IGNORE INTO revoked_key (secret_hash, id, name, organization_id, member_id)
    SELECT old.secret_hash, old.id, name, organization_id, old.member_id FROM node WHERE id = old.id;
END;
`;

/** Certificates that were brought along, and which domains show them: docs/access.md, “Certificates”. */
export const certificates = `
CREATE TABLE certificate (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL,
  chain TEXT NOT NULL,
  private_key BLOB NOT NULL,
  hosts TEXT NOT NULL,
  issuer TEXT NOT NULL,
  key_type TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  not_before INTEGER NOT NULL,
  not_after INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  given_at INTEGER NOT NULL
) STRICT;
CREATE INDEX certificate_by_organization ON certificate (organization_id);
ALTER TABLE domain ADD COLUMN certificate_id TEXT REFERENCES certificate (id);
CREATE INDEX domain_by_certificate ON domain (certificate_id);
`;

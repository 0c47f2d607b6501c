/** Key pairs that servers and services share: docs/access.md, “SSH keys”. */
export const sshKeys = `
CREATE TABLE ssh_key (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  type TEXT NOT NULL,
  public_key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  private_key BLOB NOT NULL,
  previous_public_key TEXT,
  previous_private_key BLOB,
  rotated_at INTEGER,
  created_at INTEGER NOT NULL,
  UNIQUE (organization_id, fingerprint)
) STRICT;
ALTER TABLE server ADD COLUMN ssh_key_id TEXT REFERENCES ssh_key (id);
ALTER TABLE server ADD COLUMN ssh_key_step TEXT;
CREATE INDEX server_ssh_key ON server (ssh_key_id);
ALTER TABLE service ADD COLUMN deploy_key_id TEXT REFERENCES ssh_key (id);
CREATE INDEX service_deploy_key ON service (deploy_key_id);
`;

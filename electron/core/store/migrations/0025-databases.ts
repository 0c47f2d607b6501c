/** The passwords of databases, and the users that were made in them for a while. */
export const databases = `
CREATE TABLE database_credential (
  service_id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  secrets BLOB NOT NULL,
  pending BLOB,
  set_at INTEGER NOT NULL
) STRICT;
CREATE TABLE database_session (
  id TEXT PRIMARY KEY,
  service_id TEXT NOT NULL REFERENCES node (id) ON DELETE CASCADE,
  user TEXT NOT NULL UNIQUE,
  expires_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX database_session_service ON database_session (service_id);
`;

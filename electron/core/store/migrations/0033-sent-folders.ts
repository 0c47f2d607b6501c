/** Folders that people send to be built, the newest of each service; what a deployment built stays with it. */
export const sentFolders = `
CREATE TABLE sent_folder (
  service_id TEXT PRIMARY KEY REFERENCES service (id) ON DELETE CASCADE,
  digest TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  files INTEGER NOT NULL,
  sent_at INTEGER NOT NULL,
  sent_by_name TEXT NOT NULL
) STRICT;
ALTER TABLE deployment ADD COLUMN source_digest TEXT;
ALTER TABLE deployment ADD COLUMN source_size INTEGER;
`;

/** Where sources are fetched from by a token: docs/access.md, “Git providers”. */
export const gitProviders = `
CREATE TABLE git_provider (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  type TEXT NOT NULL,
  base_url TEXT NOT NULL,
  username TEXT,
  workspace TEXT,
  token BLOB NOT NULL,
  token_set_at INTEGER NOT NULL,
  reached_by TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE git_binding (
  service_id TEXT NOT NULL REFERENCES service (id) ON DELETE CASCADE,
  url TEXT NOT NULL,
  git_provider_id TEXT NOT NULL REFERENCES git_provider (id),
  PRIMARY KEY (service_id, url)
) STRICT;
CREATE INDEX git_binding_provider ON git_binding (git_provider_id);
`;

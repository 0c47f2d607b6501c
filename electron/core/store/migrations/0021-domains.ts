/** Domains of services, how far they are on the servers, and the proxy of each server: docs/access.md, “Domains”. */
export const domains = `
CREATE TABLE domain (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  service_id TEXT NOT NULL REFERENCES service (id) ON DELETE CASCADE,
  host TEXT NOT NULL,
  path TEXT NOT NULL,
  strips_path INTEGER NOT NULL,
  port INTEGER NOT NULL,
  part TEXT,
  https TEXT NOT NULL,
  redirects_http INTEGER NOT NULL,
  redirects_www INTEGER NOT NULL,
  headers TEXT NOT NULL,
  people BLOB,
  is_enabled INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX domain_by_service ON domain (service_id);
CREATE INDEX domain_by_host ON domain (host);
CREATE TABLE service_route (
  service_id TEXT PRIMARY KEY REFERENCES service (id) ON DELETE CASCADE,
  wanted INTEGER NOT NULL DEFAULT 0,
  applied INTEGER NOT NULL DEFAULT 0,
  reason TEXT
) STRICT;
CREATE TABLE proxy (
  server_id TEXT PRIMARY KEY REFERENCES server (id) ON DELETE CASCADE,
  type TEXT NOT NULL,
  image TEXT,
  email TEXT,
  directory TEXT,
  roots TEXT
) STRICT;
`;

/** Every resource is a `node`; tables of one kind hang on it and go with it. */
export const initial = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE account (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE node (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  parent_id TEXT REFERENCES node (id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL,
  name TEXT
) STRICT;
CREATE UNIQUE INDEX node_sibling_name ON node (parent_id, kind, name COLLATE NOCASE);
CREATE INDEX node_organization ON node (organization_id, kind);

CREATE TABLE organization (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  description TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE role (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  level INTEGER NOT NULL,
  reach TEXT NOT NULL,
  permissions TEXT NOT NULL
) STRICT;

CREATE TABLE member (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  role_id TEXT NOT NULL REFERENCES role (id),
  created_at INTEGER NOT NULL,
  UNIQUE (organization_id, account_id)
) STRICT;
CREATE INDEX member_role ON member (role_id);

CREATE TABLE access_grant (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  member_id TEXT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
  node_id TEXT NOT NULL REFERENCES node (id) ON DELETE CASCADE,
  role_id TEXT REFERENCES role (id),
  ends_at INTEGER
) STRICT;
CREATE INDEX access_grant_node ON access_grant (node_id);
CREATE INDEX access_grant_member ON access_grant (member_id);

CREATE TABLE place (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  visited_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, organization_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE project (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  description TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE environment (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  description TEXT NOT NULL,
  is_protected INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE server (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  host TEXT NOT NULL,
  port INTEGER NOT NULL,
  user TEXT NOT NULL,
  auth_type TEXT NOT NULL,
  key_path TEXT,
  agent_socket TEXT,
  credentials BLOB,
  public_key TEXT,
  jump_server_id TEXT REFERENCES server (id),
  host_key_type TEXT NOT NULL,
  host_key_fingerprint TEXT NOT NULL,
  is_ready INTEGER NOT NULL DEFAULT 0,
  docker_version TEXT,
  facts TEXT,
  seen_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE setup (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  state TEXT NOT NULL,
  reason TEXT,
  steps TEXT NOT NULL,
  started_by TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX setup_started ON setup (started_at);

CREATE TABLE service (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  description TEXT NOT NULL,
  type TEXT NOT NULL,
  server_id TEXT REFERENCES server (id),
  spec TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  state TEXT NOT NULL DEFAULT 'none',
  runtime TEXT,
  seen_at INTEGER,
  deploy_key BLOB,
  deploy_key_public TEXT,
  current_deployment_id TEXT,
  variables_version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX service_server ON service (server_id);
CREATE INDEX service_state ON service (state, id);

CREATE TABLE service_variable (
  service_id TEXT NOT NULL REFERENCES service (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL COLLATE NOCASE,
  plain_value TEXT,
  sealed_value BLOB,
  PRIMARY KEY (service_id, name),
  CHECK ((plain_value IS NULL) <> (sealed_value IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE deployment (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  server_id TEXT NOT NULL,
  server_name TEXT NOT NULL,
  spec TEXT NOT NULL,
  variables BLOB NOT NULL,
  rollback_of TEXT,
  started_by TEXT NOT NULL,
  started_by_name TEXT NOT NULL,
  queued_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  image_reference TEXT,
  image_digest TEXT,
  image_id TEXT,
  commit_hash TEXT,
  cancel_requested INTEGER NOT NULL DEFAULT 0,
  progress TEXT
) STRICT;
CREATE INDEX deployment_queued ON deployment (queued_at);
CREATE INDEX deployment_state ON deployment (state);

CREATE TABLE orphan (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  server_id TEXT NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  what TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE idempotency (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  operation TEXT NOT NULL,
  input_hash TEXT NOT NULL,
  response TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_created ON idempotency (created_at);

CREATE TABLE audit_event (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  organization_id TEXT,
  actor_id TEXT,
  actor_name TEXT NOT NULL,
  transport TEXT NOT NULL,
  operation TEXT NOT NULL,
  permission TEXT,
  node_id TEXT,
  node_name TEXT,
  outcome TEXT NOT NULL,
  changes TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX audit_event_organization ON audit_event (organization_id, sequence);
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
  BEGIN SELECT RAISE (ABORT, 'audit events are never changed'); END;
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
  BEGIN SELECT RAISE (ABORT, 'audit events are never deleted'); END;
`;

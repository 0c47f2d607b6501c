/** Members, teams, grants, roles, invitations, policy, API keys, access requests and tags: docs/access.md. */
export const access = `
ALTER TABLE organization ADD COLUMN allows_transfer INTEGER NOT NULL DEFAULT 1;
ALTER TABLE organization ADD COLUMN admins_manage_admins INTEGER NOT NULL DEFAULT 0;
ALTER TABLE organization ADD COLUMN invitation_hours INTEGER NOT NULL DEFAULT 48;
ALTER TABLE organization ADD COLUMN seat_limit INTEGER;
ALTER TABLE organization ADD COLUMN default_role_id TEXT REFERENCES role (id) ON DELETE SET NULL;

ALTER TABLE role ADD COLUMN built_in TEXT;
ALTER TABLE role ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE role ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
UPDATE role SET built_in = lower((SELECT name FROM node WHERE node.id = role.id));
CREATE TEMP TABLE missing_role (id TEXT, name TEXT, level INTEGER, reach TEXT, organization_id TEXT);
INSERT INTO missing_role
  SELECT 'rol_' || lower(hex(randomblob(13))), added.column1, added.column2, added.column3, organization.id
  FROM organization, (VALUES
    ('Admin', 80, 'organization'), ('Manager', 60, 'organization'),
    ('Developer', 40, 'organization'), ('Member', 30, 'granted')) AS added;
INSERT INTO node (id, kind, parent_id, organization_id, name)
  SELECT id, 'role', organization_id, organization_id, name FROM missing_role;
INSERT INTO role (id, level, reach, permissions, built_in)
  SELECT id, level, reach, '[]', lower(name) FROM missing_role;
DROP TABLE missing_role;

ALTER TABLE member ADD COLUMN is_owner INTEGER NOT NULL DEFAULT 0;
ALTER TABLE member ADD COLUMN suspended_at INTEGER;
ALTER TABLE member ADD COLUMN active_at INTEGER;
UPDATE member SET is_owner = 1 WHERE role_id IN (SELECT id FROM role WHERE built_in = 'owner');
CREATE UNIQUE INDEX member_owner ON member (organization_id) WHERE is_owner = 1;
CREATE INDEX member_account ON member (account_id);

CREATE TABLE member_extra (
  member_id TEXT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
  permission TEXT NOT NULL,
  PRIMARY KEY (member_id, permission)
) STRICT, WITHOUT ROWID;

CREATE TABLE team (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  description TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE team_member (
  team_id TEXT NOT NULL REFERENCES team (id) ON DELETE CASCADE,
  member_id TEXT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
  PRIMARY KEY (team_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX team_member_member ON team_member (member_id);

DROP TABLE access_grant;
CREATE TABLE access_grant (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  member_id TEXT REFERENCES member (id) ON DELETE CASCADE,
  team_id TEXT REFERENCES team (id) ON DELETE CASCADE,
  node_id TEXT REFERENCES node (id) ON DELETE CASCADE,
  tag_filter TEXT,
  role_id TEXT REFERENCES role (id),
  ends_at INTEGER,
  created_by TEXT,
  created_at INTEGER NOT NULL,
  used_at INTEGER,
  CHECK ((member_id IS NULL) <> (team_id IS NULL)),
  CHECK ((node_id IS NULL) <> (tag_filter IS NULL))
) STRICT;
CREATE INDEX access_grant_node ON access_grant (node_id);
CREATE INDEX access_grant_member ON access_grant (member_id);
CREATE INDEX access_grant_team ON access_grant (team_id);
CREATE INDEX access_grant_role ON access_grant (role_id);
CREATE TRIGGER access_grant_gone AFTER DELETE ON access_grant BEGIN
  DELETE FROM node WHERE id = OLD.id;
END;

CREATE TABLE invitation (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  email TEXT NOT NULL COLLATE NOCASE,
  role_id TEXT NOT NULL REFERENCES role (id),
  extras TEXT NOT NULL,
  secret_hash TEXT NOT NULL UNIQUE,
  inviter_id TEXT REFERENCES member (id) ON DELETE SET NULL,
  inviter_name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX invitation_email ON invitation (email);
CREATE INDEX invitation_role ON invitation (role_id);

CREATE TABLE invitation_grant (
  invitation_id TEXT NOT NULL REFERENCES invitation (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  node_id TEXT NOT NULL REFERENCES node (id) ON DELETE CASCADE,
  role_id TEXT REFERENCES role (id),
  ends_at INTEGER,
  PRIMARY KEY (invitation_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_grant_node ON invitation_grant (node_id);

CREATE TABLE api_key (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  member_id TEXT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
  is_token INTEGER NOT NULL,
  secret_hash TEXT NOT NULL UNIQUE,
  hint TEXT NOT NULL,
  permissions TEXT,
  is_limited INTEGER NOT NULL,
  expires_at INTEGER,
  rate_limit INTEGER,
  rate_window_ms INTEGER,
  window_started_at INTEGER,
  window_count INTEGER NOT NULL DEFAULT 0,
  request_cap INTEGER,
  requests_left INTEGER,
  refill_amount INTEGER,
  refill_every_ms INTEGER,
  refilled_at INTEGER,
  used_at INTEGER,
  used_from TEXT,
  made_by TEXT REFERENCES api_key (id) ON DELETE SET NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX api_key_member ON api_key (member_id);
CREATE INDEX api_key_made_by ON api_key (made_by);

CREATE TABLE api_key_scope (
  api_key_id TEXT NOT NULL REFERENCES api_key (id) ON DELETE CASCADE,
  node_id TEXT NOT NULL REFERENCES node (id) ON DELETE CASCADE,
  PRIMARY KEY (api_key_id, node_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX api_key_scope_node ON api_key_scope (node_id);

CREATE TABLE access_request (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  member_id TEXT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
  scope_id TEXT NOT NULL REFERENCES node (id) ON DELETE CASCADE,
  permission TEXT NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  answer TEXT NOT NULL,
  answered_by TEXT,
  created_at INTEGER NOT NULL,
  answered_at INTEGER
) STRICT;
CREATE INDEX access_request_member ON access_request (member_id);
CREATE INDEX access_request_scope ON access_request (scope_id);

CREATE TABLE permission_use (
  member_id TEXT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
  permission TEXT NOT NULL,
  used_at INTEGER NOT NULL,
  PRIMARY KEY (member_id, permission)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag_set (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  type TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE tag (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  color TEXT NOT NULL,
  position INTEGER NOT NULL
) STRICT;

CREATE TABLE node_tag (
  node_id TEXT NOT NULL REFERENCES node (id) ON DELETE CASCADE,
  tag_id TEXT NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
  PRIMARY KEY (node_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX node_tag_tag ON node_tag (tag_id);
`;

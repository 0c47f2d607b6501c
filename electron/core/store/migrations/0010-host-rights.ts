/**
 * What the operator of the host gives accounts: docs/access.md, R20. The first account of a store was made by whoever
 * started the host, so it is the operator's own. A server that was reached by a key of the host, or in its network,
 * goes on where the operator owns its organization.
 */
export const hostRights = `
CREATE TABLE host_right (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  given_by TEXT,
  given_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE host_policy (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  founding TEXT NOT NULL
) STRICT;

INSERT INTO host_right (account_id, name, given_by, given_at)
  SELECT id, 'operate', NULL, created_at FROM account ORDER BY created_at, id LIMIT 1;

ALTER TABLE server ADD COLUMN reached_by TEXT REFERENCES account (id) ON DELETE SET NULL;
CREATE INDEX server_reached_by ON server (reached_by);
UPDATE server SET reached_by = (
  SELECT member.account_id FROM node
  JOIN member ON member.organization_id = node.organization_id AND member.is_owner = 1
  JOIN host_right ON host_right.account_id = member.account_id
  WHERE node.id = server.id);
`;

/** Invitations offer grants by tag filter too: docs/access.md, “Grant”. SQLite takes no NOT NULL away, so anew. */
export const taggedOffers = `
CREATE TABLE offered_grant (
  invitation_id TEXT NOT NULL REFERENCES invitation (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  node_id TEXT REFERENCES node (id) ON DELETE CASCADE,
  tag_filter TEXT,
  role_id TEXT REFERENCES role (id),
  ends_at INTEGER,
  PRIMARY KEY (invitation_id, position),
  CHECK ((node_id IS NULL) <> (tag_filter IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO offered_grant (invitation_id, position, node_id, role_id, ends_at)
  SELECT invitation_id, position, node_id, role_id, ends_at FROM invitation_grant;
DROP TABLE invitation_grant;
ALTER TABLE offered_grant RENAME TO invitation_grant;
CREATE INDEX invitation_grant_node ON invitation_grant (node_id);
`;

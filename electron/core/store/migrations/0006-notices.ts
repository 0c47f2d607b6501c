/** What everybody who runs an organization has to know, and who has seen it: docs/access.md, R18. */
export const notices = `
CREATE TABLE notice (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  text TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX notice_organization ON notice (organization_id);

CREATE TABLE notice_seen (
  notice_id TEXT NOT NULL REFERENCES notice (id) ON DELETE CASCADE,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  PRIMARY KEY (notice_id, account_id)
) STRICT, WITHOUT ROWID;
`;

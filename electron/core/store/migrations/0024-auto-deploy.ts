/** Services that are deployed when their branch moves: docs/access.md, “Auto-deploy”. */
export const autoDeploy = `
CREATE TABLE auto_deploy (
  service_id TEXT PRIMARY KEY REFERENCES service (id) ON DELETE CASCADE,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  skip_words TEXT NOT NULL,
  seen_commit TEXT,
  seen_source TEXT,
  problem TEXT
) STRICT;
`;

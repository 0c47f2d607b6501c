/** What undoes the last import of each organization: docs/bundles-import-export.md. */
export const bundleImports = `
CREATE TABLE bundle_import (
  organization_id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  by_name TEXT NOT NULL,
  kept TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

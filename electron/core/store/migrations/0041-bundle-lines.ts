/** The last bundle of each line, as it was issued here and as it was imported here: docs/bundle.md, “Lines”. */
export const bundleLines = `
CREATE TABLE bundle_issued (
  organization_id TEXT NOT NULL REFERENCES node (id) ON DELETE CASCADE,
  signing_key TEXT NOT NULL,
  recipient TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  hash TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, signing_key, recipient)
) STRICT, WITHOUT ROWID;

CREATE TABLE bundle_imported (
  organization_id TEXT NOT NULL REFERENCES node (id) ON DELETE CASCADE,
  origin_id TEXT NOT NULL,
  signing_key TEXT NOT NULL,
  recipient TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  hash TEXT NOT NULL,
  imported_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, origin_id, signing_key, recipient)
) STRICT, WITHOUT ROWID;

CREATE INDEX bundle_imported_line ON bundle_imported (origin_id, signing_key, recipient);
`;

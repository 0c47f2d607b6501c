/**
 * Variables of every level in one table, with their scopes, comments and earlier saves. Secrets of services keep the
 * place that they are sealed to (`modules/variable/sealed-place.ts`), for a migration has no key. A value of before
 * referred to nothing: a plain one is escaped here, and a sealed one when it is opened (`is_verbatim`).
 */
export const variables = `
CREATE TABLE variable_set (
  node_id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  below TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE variable (
  node_id TEXT NOT NULL REFERENCES node (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL COLLATE NOCASE,
  scope TEXT NOT NULL DEFAULT '',
  plain_value TEXT,
  sealed_value BLOB,
  is_verbatim INTEGER NOT NULL DEFAULT 0,
  above TEXT NOT NULL DEFAULT '',
  beside TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (node_id, name, scope),
  CHECK ((plain_value IS NULL) <> (sealed_value IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE variable_save (
  node_id TEXT NOT NULL REFERENCES node (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  at INTEGER,
  by_name TEXT,
  changes TEXT NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (node_id, version)
) STRICT, WITHOUT ROWID;

INSERT INTO variable_set (node_id, version) SELECT id, variables_version FROM service;
INSERT INTO variable (node_id, position, name, plain_value, sealed_value, is_verbatim)
  SELECT service_id, position, name, replace(plain_value, '$\{{', '$$\{{'), sealed_value, sealed_value IS NOT NULL
  FROM service_variable;
DROP TABLE service_variable;
ALTER TABLE service DROP COLUMN variables_version;
`;

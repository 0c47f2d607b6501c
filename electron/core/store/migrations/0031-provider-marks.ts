/**
 * What was put to repositories at git providers for services, and what of it has to be taken away again once no service wants
 * it any more, however that came: docs/access.md, “Git providers”. No provider tells `Acme/Web` from `acme/web`.
 */
export const providerMarks = `
CREATE TABLE provider_mark (
  service_id TEXT NOT NULL REFERENCES service (id) ON DELETE CASCADE,
  git_provider_id TEXT NOT NULL REFERENCES git_provider (id) ON DELETE CASCADE,
  repository TEXT NOT NULL COLLATE NOCASE,
  kind TEXT NOT NULL CHECK (kind IN ('webhook', 'deploy-key')),
  known TEXT NOT NULL,
  PRIMARY KEY (service_id, git_provider_id, repository, kind, known)
) STRICT;
CREATE INDEX provider_mark_provider ON provider_mark (git_provider_id, repository, kind, known);
CREATE TABLE provider_leftover (
  number INTEGER PRIMARY KEY,
  git_provider_id TEXT NOT NULL REFERENCES git_provider (id) ON DELETE CASCADE,
  repository TEXT NOT NULL COLLATE NOCASE,
  kind TEXT NOT NULL,
  known TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  tried_at INTEGER,
  problem TEXT
) STRICT;
CREATE INDEX provider_leftover_provider ON provider_leftover (git_provider_id);
CREATE TRIGGER provider_mark_gone AFTER DELETE ON provider_mark
WHEN EXISTS (SELECT 1 FROM git_provider WHERE id = OLD.git_provider_id)
  AND NOT EXISTS (
    SELECT 1 FROM provider_mark WHERE git_provider_id = OLD.git_provider_id
      AND repository = OLD.repository AND kind = OLD.kind AND known = OLD.known
  )
BEGIN
  INSERT INTO provider_leftover (git_provider_id, repository, kind, known)
  VALUES (OLD.git_provider_id, OLD.repository, OLD.kind, OLD.known);
END;
`;

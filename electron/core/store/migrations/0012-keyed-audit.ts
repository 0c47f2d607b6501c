/**
 * Events say facts and are authenticated by a key: docs/access.md, “Audit”. Rows that are there stay as they were hashed
 * (`format` 1); their chains are sealed by the key at the next start (`modules/audit/seal-chains.ts`), for a migration
 * has none. A mark may be given its code once, and nothing else of it may change.
 */
export const keyedAudit = `
ALTER TABLE audit_event ADD COLUMN format INTEGER NOT NULL DEFAULT 1;
ALTER TABLE audit_event ADD COLUMN facts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE audit_event ADD COLUMN named TEXT NOT NULL DEFAULT '';
ALTER TABLE audit_event ADD COLUMN mac BLOB;
ALTER TABLE audit_head ADD COLUMN mac BLOB;
ALTER TABLE audit_archive ADD COLUMN mac BLOB;
DROP TRIGGER audit_archive_no_update;
CREATE TRIGGER audit_archive_no_update BEFORE UPDATE ON audit_archive
  WHEN OLD.mac IS NOT NULL OR NEW.mac IS NULL OR (OLD.organization_id, OLD.through, OLD.first, OLD.hash, OLD.file,
    OLD.sha256, OLD.at, OLD.by) <> (NEW.organization_id, NEW.through, NEW.first, NEW.hash, NEW.file, NEW.sha256,
    NEW.at, NEW.by)
  BEGIN SELECT RAISE (ABORT, 'archives are never changed'); END;
`;

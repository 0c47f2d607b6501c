import { createHash } from 'node:crypto';
import type Sqlite from 'better-sqlite3';
import { type ChainedRow, genesisHash, hashedText } from '#shared/model/audit-chain.ts';

const tables = `
DROP TRIGGER audit_event_no_update;
DROP TRIGGER audit_event_no_delete;
DROP INDEX audit_event_organization;
ALTER TABLE audit_event RENAME TO audit_event_before;

CREATE TABLE audit_event (
  sequence INTEGER PRIMARY KEY,
  organization_id TEXT,
  position INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor_id TEXT,
  actor_name TEXT NOT NULL,
  via_type TEXT,
  via_id TEXT,
  via_label TEXT,
  transport TEXT NOT NULL,
  operation TEXT NOT NULL,
  permission TEXT,
  node_id TEXT,
  node_path TEXT NOT NULL,
  node_name TEXT,
  outcome TEXT NOT NULL,
  changes TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX audit_event_position ON audit_event (organization_id, position);

CREATE TABLE audit_head (
  chain TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_archive (
  organization_id TEXT NOT NULL,
  through INTEGER NOT NULL,
  first INTEGER NOT NULL,
  hash BLOB NOT NULL,
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  PRIMARY KEY (organization_id, through)
) STRICT, WITHOUT ROWID;
`;

const guards = `
DROP TABLE audit_event_before;
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
  BEGIN SELECT RAISE (ABORT, 'audit events are never changed'); END;
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
  WHEN NOT EXISTS (SELECT 1 FROM audit_archive
    WHERE organization_id = OLD.organization_id AND through >= OLD.position)
  BEGIN SELECT RAISE (ABORT, 'audit events are never deleted, only archived'); END;
CREATE TRIGGER audit_archive_no_update BEFORE UPDATE ON audit_archive
  BEGIN SELECT RAISE (ABORT, 'archives are never changed'); END;
CREATE TRIGGER audit_archive_no_delete BEFORE DELETE ON audit_archive
  BEGIN SELECT RAISE (ABORT, 'archives are never forgotten'); END;
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
  BEGIN SELECT RAISE (ABORT, 'the head of a chain is never forgotten'); END;
`;

const old = `
WITH RECURSIVE above (sequence, id, parent_id, path) AS (
  SELECT e.sequence, n.id, n.parent_id, n.id FROM audit_event_before e JOIN node n ON n.id = e.node_id
    WHERE e.sequence > @after AND e.sequence <= @through
  UNION ALL
  SELECT a.sequence, n.id, n.parent_id, n.id || ' ' || a.path FROM above a JOIN node n ON n.id = a.parent_id
)
SELECT e.*, coalesce(a.path, trim(coalesce(e.organization_id, '') || ' ' || coalesce(e.node_id, ''))) AS node_path
FROM audit_event_before e LEFT JOIN above a ON a.sequence = e.sequence AND a.parent_id IS NULL
WHERE e.sequence > @after AND e.sequence <= @through ORDER BY e.sequence`;

const pageLength = 1_000;

/** Chains the rows anew, a thousand at a time; the heads at the end of each chain. */
const chainAnew = (connection: Sqlite.Database): void => {
  const heads = new Map<string, { position: number; hash: string }>();
  const insert =
    connection.prepare(`INSERT INTO audit_event (sequence, organization_id, position, at, actor_id,
    actor_name, transport, operation, permission, node_id, node_path, node_name, outcome, changes, detail, hash)
    VALUES (@sequence, @organization_id, @position, @at, @actor_id, @actor_name, @transport, @operation, @permission,
    @node_id, @node_path, @node_name, @outcome, @changes, @detail, @hash)`);
  const page = connection.prepare(old);
  const newest = connection.prepare('SELECT max(sequence) FROM audit_event_before').pluck().get() as
    | number
    | null;
  for (let after = 0; after < (newest ?? 0); after += pageLength) {
    for (const row of page.all({ after, through: after + pageLength }) as (ChainedRow & {
      sequence: number;
    })[]) {
      const chain = row.organization_id ?? '';
      const head = heads.get(chain) ?? { position: 0, hash: genesisHash };
      const placed: ChainedRow = {
        ...row,
        position: head.position + 1,
        via_type: null,
        via_id: null,
        via_label: null,
      };
      const hash = createHash('sha256').update(hashedText(head.hash, placed)).digest();
      insert.run({ ...placed, hash });
      heads.set(chain, { position: placed.position, hash: hash.toString('hex') });
    }
  }
  const setHead = connection.prepare('INSERT INTO audit_head VALUES (?, ?, ?)');
  for (const [chain, { position, hash }] of heads) setHead.run(chain, position, Buffer.from(hash, 'hex'));
};

/**
 * One chain an organization (and one for the store as a whole) in place of a single one, which told an organization
 * how many events the others have (R15). The rows get new hashes; the backup that is made before every migration
 * keeps them under the old ones. Adds the archives, below whose marks alone rows may be deleted.
 */
export const audit = (connection: Sqlite.Database): void => {
  connection.exec(tables);
  chainAnew(connection);
  connection.exec(guards);
};

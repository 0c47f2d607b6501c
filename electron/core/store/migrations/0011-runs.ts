/**
 * All work that outlives its request in one table: deployments and set-ups keep their ids, and with them their
 * logs. A deployment's own states become the steps of a run; `{name}` in a title stands for the name of what is
 * worked on, which may change.
 */
export const runs = `
CREATE TABLE run (
  id TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  server_id TEXT NOT NULL,
  state TEXT NOT NULL,
  step TEXT,
  title TEXT NOT NULL,
  reason TEXT,
  started_by TEXT NOT NULL,
  started_by_name TEXT NOT NULL,
  queued_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  cancel_requested INTEGER NOT NULL DEFAULT 0,
  progress TEXT
) STRICT;

INSERT INTO run SELECT d.id, 'deployment', n.parent_id, d.server_id,
    CASE d.state WHEN 'rolled-back' THEN 'undone'
      WHEN 'planning' THEN 'running' WHEN 'fetching' THEN 'running' WHEN 'building' THEN 'running'
      WHEN 'pulling' THEN 'running' WHEN 'starting' THEN 'running' WHEN 'verifying' THEN 'running'
      ELSE d.state END,
    CASE WHEN d.state IN ('planning', 'fetching', 'building', 'pulling', 'starting', 'verifying')
      THEN d.state END,
    CASE WHEN d.rollback_of IS NULL THEN 'Deploy' ELSE 'Roll back' END || ' {name} #' || d.number,
    d.reason, d.started_by, d.started_by_name, d.queued_at, d.started_at, d.ended_at, d.cancel_requested, d.progress
  FROM deployment d JOIN node n ON n.id = d.id;

INSERT INTO run SELECT s.id, 'setup', n.parent_id, n.parent_id, s.state,
    (SELECT coalesce(
      (SELECT json_extract(value, '$.name') FROM json_each(s.steps)
        WHERE json_extract(value, '$.state') = 'running' ORDER BY key LIMIT 1),
      (SELECT json_extract(value, '$.name') FROM json_each(s.steps)
        WHERE json_extract(value, '$.state') <> 'pending' ORDER BY key DESC LIMIT 1))),
    'Set up {name}', s.reason, '', s.started_by, s.started_at, s.started_at, s.ended_at, 0, NULL
  FROM setup s JOIN node n ON n.id = s.id;

CREATE INDEX run_unfinished ON run (queued_at) WHERE ended_at IS NULL;
CREATE INDEX run_subject ON run (subject_id, queued_at);

DROP INDEX deployment_queued;
DROP INDEX deployment_state;
DROP INDEX setup_started;
ALTER TABLE deployment DROP COLUMN state;
ALTER TABLE deployment DROP COLUMN reason;
ALTER TABLE deployment DROP COLUMN server_id;
ALTER TABLE deployment DROP COLUMN started_by;
ALTER TABLE deployment DROP COLUMN started_by_name;
ALTER TABLE deployment DROP COLUMN queued_at;
ALTER TABLE deployment DROP COLUMN started_at;
ALTER TABLE deployment DROP COLUMN ended_at;
ALTER TABLE deployment DROP COLUMN cancel_requested;
ALTER TABLE deployment DROP COLUMN progress;
ALTER TABLE setup DROP COLUMN state;
ALTER TABLE setup DROP COLUMN reason;
ALTER TABLE setup DROP COLUMN started_by;
ALTER TABLE setup DROP COLUMN started_at;
ALTER TABLE setup DROP COLUMN ended_at;
`;

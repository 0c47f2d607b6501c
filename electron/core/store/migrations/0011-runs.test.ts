import { expect, it } from 'vitest';
import { storeBefore } from '#test/support/store-before.ts';
import { runs } from './0011-runs.ts';

it('makes runs of the deployments and set-ups that there are, with their ids, states and progress', () => {
  const connection = storeBefore(runs);
  connection.exec(`INSERT INTO node VALUES ('org', 'organization', NULL, 'org', 'A'),
    ('srv', 'server', 'org', 'org', 'lab'), ('svc', 'service', 'org', 'org', 'web'),
    ('stp1', 'setup', 'srv', 'org', NULL), ('stp2', 'setup', 'srv', 'org', NULL)`);
  const states = ['queued', 'building', 'interrupted', 'rolled-back', 'succeeded'];
  for (const [at, state] of states.entries()) {
    connection.prepare("INSERT INTO node VALUES (?, 'deployment', 'svc', 'org', NULL)").run(`dep${at}`);
    connection
      .prepare(
        `INSERT INTO deployment VALUES (?, ?, ?, NULL, 'srv', 'lab', '{}', x'00', ?, 'acc', 'Olive', ?, 2, ?,
          NULL, NULL, NULL, NULL, 1, '{"swarmId":"s"}')`,
      )
      .run(`dep${at}`, at, state, at === 4 ? 'dep0' : null, 10 + at, at > 2 ? 99 : null);
  }
  const steps = JSON.stringify([
    { name: 'Operating system', state: 'done', detail: '' },
    { name: 'Docker', state: 'running', detail: '' },
    { name: 'Swarm', state: 'pending', detail: '' },
  ]);
  const addSetup = connection.prepare("INSERT INTO setup VALUES (?, ?, 'why', ?, 'Bo', 20, ?)");
  addSetup.run('stp1', 'running', steps, null);
  addSetup.run('stp2', 'failed', '[]', 30);
  connection.exec(runs);
  const rows = connection.prepare('SELECT * FROM run ORDER BY queued_at, id').all();
  expect(rows.map((row) => (row as { state: string; step: string }).state)).toEqual([
    'queued',
    'running',
    'interrupted',
    'undone',
    'succeeded',
    'running',
    'failed',
  ]);
  expect(rows[1]).toEqual({
    id: 'dep1',
    kind: 'deployment',
    subject_id: 'svc',
    server_id: 'srv',
    state: 'running',
    step: 'building',
    title: 'Deploy {name} #1',
    reason: null,
    started_by: 'acc',
    started_by_name: 'Olive',
    queued_at: 11,
    started_at: 2,
    ended_at: null,
    cancel_requested: 1,
    progress: '{"swarmId":"s"}',
  });
  expect(rows[4]).toMatchObject({ title: 'Roll back {name} #4', ended_at: 99 });
  expect(rows[5]).toMatchObject({ id: 'stp1', step: 'Docker', title: 'Set up {name}', server_id: 'srv' });
  expect(rows[6]).toMatchObject({ id: 'stp2', step: null, reason: 'why', started_by_name: 'Bo' });
  connection.exec("DELETE FROM node WHERE id = 'svc'");
  expect(connection.prepare('SELECT id FROM run').all()).toEqual([{ id: 'stp1' }, { id: 'stp2' }]);
  connection.close();
});

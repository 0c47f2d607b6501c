import { expect, it } from 'vitest';
import { storeBefore } from '#test/support/store-before.ts';
import { sealOldChains, verifyAllChains } from '../../modules/audit/index.ts';
import { Database } from '../database.ts';
import { createSealer } from '../sealed.ts';
import { audit } from './0004-audit.ts';
import { keyedAudit } from './0012-keyed-audit.ts';

it('chains what is there anew, an organization at a time, and knows where each event was', async () => {
  const connection = storeBefore(audit);
  connection.exec(`INSERT INTO node VALUES
    ('org_a', 'organization', NULL, 'org_a', 'A'), ('prj_a', 'project', 'org_a', 'org_a', 'P')`);
  const insert =
    connection.prepare(`INSERT INTO audit_event (at, organization_id, actor_name, transport, operation,
    node_id, outcome, changes, detail, hash) VALUES (1, ?, 'x', 'port', 'op', ?, 'allowed', '[]', '', x'00')`);
  for (let at = 0; at < 2_400; at += 1)
    insert.run(['org_a', 'org_b', null][at % 3], ['prj_a', 'prj_gone', null][at % 3]);
  audit(connection);
  connection.exec(keyedAudit);
  const trail = { database: new Database(connection), sealer: createSealer(Buffer.alloc(32, 7)), now: 2 };
  sealOldChains(trail);
  const verdicts = await verifyAllChains(trail);
  expect(verdicts.map(({ checked, firstBroken }) => [checked, firstBroken])).toEqual([
    [801, null],
    [801, null],
    [801, null],
  ]);
  const places = connection.prepare('SELECT DISTINCT node_path FROM audit_event ORDER BY 1').pluck().all();
  expect(places).toEqual(['', 'org_a', 'org_a prj_a', 'org_b', 'org_b prj_gone']);
  expect(() => connection.exec('DELETE FROM audit_event')).toThrow(/never deleted/);
  connection.close();
});

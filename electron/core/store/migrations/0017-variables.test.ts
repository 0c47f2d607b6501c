// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references look like this
import { expect, it } from 'vitest';
import { migrateBy, storeBefore } from '#test/support/store-before.ts';
import { entriesOf } from '../../modules/variable/entries.ts';
import { Database } from '../database.ts';
import { createSealer } from '../sealed.ts';
import { variables } from './0017-variables.ts';

const sealer = createSealer(Buffer.alloc(32, 7));

it('keeps order, version and secrets of services, and what looked like a reference is text', () => {
  const connection = storeBefore(variables);
  connection.exec("INSERT INTO node VALUES ('svc_a', 'service', NULL, 'org_a', 'web')");
  connection.exec(
    "INSERT INTO service (id, description, type, variables_version, created_at) VALUES ('svc_a', '', 'application', 7, 1)",
  );
  const insert = connection.prepare('INSERT INTO service_variable VALUES (?, ?, ?, ?, ?)');
  const place = { table: 'service_variable', row: 'svc_a/KEY', column: 'sealed_value' };
  insert.run('svc_a', 1, 'PLAIN', 'x ${{ github.sha }}', null);
  insert.run('svc_a', 0, 'KEY', null, sealer.seal('s3cret ${{A}}', place));
  migrateBy(connection, variables);
  const vault = { database: new Database(connection), sealer };
  expect(entriesOf(vault, 'svc_a')).toMatchObject({
    version: 7,
    below: '',
    entries: [
      { name: 'KEY', value: 's3cret $${{A}}', isSecret: true, scope: '' },
      { name: 'PLAIN', value: 'x $${{ github.sha }}', isSecret: false, scope: '' },
    ],
  });
  connection.exec("DELETE FROM node WHERE id = 'svc_a'");
  expect(connection.prepare('SELECT count(*) FROM variable').pluck().get()).toBe(0);
  connection.close();
});

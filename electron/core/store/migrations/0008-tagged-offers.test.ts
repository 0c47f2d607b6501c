import { expect, it } from 'vitest';
import { storeBefore } from '#test/support/store-before.ts';
import { taggedOffers } from './0008-tagged-offers.ts';

it('keeps the offers that are there, lets them be by tags, and by one of the two only', () => {
  const connection = storeBefore(taggedOffers);
  connection.exec(`INSERT INTO node VALUES ('org', 'organization', NULL, 'org', 'A'),
      ('rol', 'role', 'org', 'org', 'Watcher'), ('prj', 'project', 'org', 'org', 'P'),
      ('inv', 'invitation', 'org', 'org', 'bo@example.com');
    INSERT INTO organization (id, description, created_at) VALUES ('org', '', 1);
    INSERT INTO role (id, level, reach, permissions) VALUES ('rol', 10, 'granted', '[]');
    INSERT INTO invitation VALUES ('inv', 'bo@example.com', 'rol', '[]', 'hash', NULL, 'Olive', 1, 2);
    INSERT INTO invitation_grant VALUES ('inv', 0, 'prj', 'rol', 3);`);
  connection.exec(taggedOffers);
  const insert = (position: number, nodeId: string | null, filter: string | null) =>
    connection
      .prepare('INSERT INTO invitation_grant VALUES (?, ?, ?, ?, NULL, NULL)')
      .run('inv', position, nodeId, filter);
  insert(1, null, '["tag"]');
  expect(() => insert(2, null, null)).toThrow(/CHECK/);
  expect(() => insert(2, 'prj', '["tag"]')).toThrow(/CHECK/);
  const left = () => connection.prepare('SELECT * FROM invitation_grant').all();
  const byTag = { invitation_id: 'inv', position: 1, node_id: null, tag_filter: '["tag"]' };
  expect(left()).toEqual([
    { invitation_id: 'inv', position: 0, node_id: 'prj', tag_filter: null, role_id: 'rol', ends_at: 3 },
    { ...byTag, role_id: null, ends_at: null },
  ]);
  connection.exec("DELETE FROM node WHERE id = 'prj'");
  expect(left()).toMatchObject([byTag]);
  connection.exec("DELETE FROM node WHERE id = 'inv'");
  expect(left()).toEqual([]);
  connection.close();
});

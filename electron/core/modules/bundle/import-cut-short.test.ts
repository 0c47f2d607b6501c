import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOwnedCore } from '#test/support/create-test-core.ts';

type Owned = Awaited<ReturnType<typeof createOwnedCore>>;

let from: Owned;
let to: Owned;
beforeEach(async () => {
  from = await createOwnedCore();
  to = await createOwnedCore();
  const { client, organizationId } = from;
  for (const name of ['shop', 'blog']) await client.project.create({ organizationId, name });
});
afterEach(() => Promise.all([from.core.close(), to.core.close()]));

const connection = () => to.core.services.store.database.connection;
const count = (query: string) => connection().prepare(`SELECT count(*) FROM ${query}`).pluck().get();
const held = () => [
  count('node'),
  count('bundle_import'),
  count("audit_event WHERE operation = 'bundle.import' AND outcome = 'allowed'"),
];
const bring = async () => {
  const { files } = await from.client.bundle.exportTemplate({ organizationId: from.organizationId });
  return to.client.bundle.import({ organizationId: to.organizationId, files });
};

/** Lets the disk be full, as SQLite says it, from a statement on; answers what makes room again. */
const fullAt = (statement: string): (() => void) => {
  connection().function('disk_full', () => {
    throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  });
  connection().exec(`CREATE TEMP TRIGGER full BEFORE ${statement} BEGIN SELECT disk_full(); END`);
  return () => connection().exec('DROP TRIGGER full');
};

describe('an import on a host whose disk is full', () => {
  it.each([
    ['its second project', "INSERT ON main.node WHEN NEW.name = 'shop'"],
    ['what undoes it', 'INSERT ON main.bundle_import'],
    [
      'its audit event',
      "INSERT ON main.audit_event WHEN NEW.operation = 'bundle.import' AND NEW.outcome = 'allowed'",
    ],
  ])('at %s leaves nothing, says so, and is done by the repeat', async (_, statement) => {
    const before = held();
    const makeRoom = fullAt(statement);
    await expect(bring()).rejects.toMatchObject({ code: 'LIMIT' });
    makeRoom();
    expect(held()).toEqual(before);
    expect((await bring()).isDone).toBe(true);
  });

  it('after its commit is done and says so, and only its undoing is refused', async () => {
    const makeRoom = fullAt('UPDATE ON main.bundle_import');
    expect((await bring()).isDone).toBe(true);
    makeRoom();
    const { organizationId, client } = to;
    expect((await client.project.list({ organizationId })).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['shop', 'blog']),
    );
    await expect(client.bundle.undo({ organizationId })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { reason: expect.stringContaining('nobody knows what changed since') },
    });
  });
});

import { createHash, randomBytes } from 'node:crypto';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { openDatabase } from '#core/store/open-database.ts';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import { dataFolder } from './headless-host.ts';
import { alternate, bound, type Measured, printTable, time } from './measure.ts';

/**
 * What authorization, audit chain and change feed add to a durable write of the same row, and where the time goes:
 * the same bare insert of every row that the mutation writes, and both without a disk.
 */
const rounds = 500;
using folder = dataFolder();
using bareFolder = dataFolder();
using wholeFolder = dataFolder();
const { core, client, organizationId } = await createOwnedCore({ dataFolder: folder.path });
const inMemory = await createOwnedCore();

const bareInsert = (path: string) => {
  const bare = new Sqlite(path);
  bare.pragma('journal_mode = WAL');
  bare.pragma('synchronous = FULL');
  bare.pragma('foreign_keys = ON');
  bare.exec(`CREATE TABLE node (id TEXT PRIMARY KEY, kind TEXT NOT NULL, parent_id TEXT, organization_id TEXT NOT NULL,
    name TEXT) STRICT;
  CREATE UNIQUE INDEX node_sibling_name ON node (parent_id, kind, name COLLATE NOCASE);
  CREATE TABLE project (id TEXT PRIMARY KEY REFERENCES node (id), description TEXT NOT NULL,
    created_at INTEGER NOT NULL) STRICT;`);
  const insertNode = bare.prepare('INSERT INTO node VALUES (?, ?, ?, ?, ?)');
  const insertProject = bare.prepare('INSERT INTO project VALUES (?, ?, ?)');
  const insert = bare.transaction((round: number) => {
    insertNode.run(`prj_${round}`, 'project', organizationId, organizationId, `project-${round}`);
    insertProject.run(`prj_${round}`, '', Date.now());
  }).immediate;
  return { insert, close: () => bare.close() };
};

/** All that `project.create` writes, into the product's own tables, by nothing but prepared statements. */
const wholeInsert = async (path: string) => {
  const database = await openDatabase(path);
  const { connection } = database;
  const node = connection.prepare('INSERT INTO node VALUES (?, ?, ?, ?, ?)');
  const project = connection.prepare('INSERT INTO project VALUES (?, ?, ?)');
  const environment = connection.prepare(
    'INSERT INTO environment (id, description, is_protected, created_at) VALUES (?, ?, ?, ?)',
  );
  const event =
    connection.prepare(`INSERT INTO audit_event (organization_id, position, at, actor_id, actor_name,
    transport, operation, permission, node_id, node_path, node_name, outcome, changes, detail, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const head = connection.prepare('UPDATE audit_head SET position = ?, hash = ? WHERE chain = ?');
  node.run(organizationId, 'organization', null, organizationId, 'Acme');
  connection.prepare('INSERT INTO audit_head VALUES (?, 0, ?)').run(organizationId, randomBytes(32));
  let position = 0;
  const insert = connection.transaction((round: number) => {
    const [prj, env] = [`prj_${String(round).padStart(26, '0')}`, `env_${String(round).padStart(26, '0')}`];
    node.run(prj, 'project', organizationId, organizationId, `project-${round}`);
    project.run(prj, '', Date.now());
    node.run(env, 'environment', prj, organizationId, 'production');
    environment.run(env, '', 1, Date.now());
    position += 1;
    const changes = `[{"field":"project","after":"project-${round}"},{"field":"environment","after":"production"}]`;
    const values = [organizationId, position, Date.now(), 'acc_00000000000000000000000000', 'Olive Owner'];
    const place = [prj, `${organizationId} ${prj}`, `Acme/project-${round}`];
    const told = ['in-process', 'project.create', 'project.create', ...place, 'allowed', changes, 'created'];
    const hash = createHash('sha256')
      .update(JSON.stringify([...values, ...told]))
      .digest();
    event.run(...values, ...told, hash);
    head.run(position, hash, organizationId);
  }).immediate;
  return { insert, close: () => database.close() };
};

const bare = bareInsert(join(bareFolder.path, 'bare.db'));
const bareInMemory = bareInsert(':memory:');
const whole = await wholeInsert(wholeFolder.path);
const rows = await alternate(
  [
    { name: 'bare durable insert', run: (round) => bare.insert(round) },
    { name: 'project.create (checked, audited)', run: (round) => create(client, organizationId, round) },
    { name: 'its six rows, bare and durable', run: (round) => whole.insert(round) },
    { name: 'bare insert in memory', run: (round) => bareInMemory.insert(round) },
    {
      name: 'project.create in memory',
      run: (round) => create(inMemory.client, inMemory.organizationId, round),
    },
  ],
  // Far enough for V8 to have compiled the path, as in a process that has run for a while.
  { rounds, warmUp: 500 },
);

function create(as: typeof client, of: string, round: number): Promise<unknown> {
  return as.project.create({ organizationId: of, name: `project-${round}` });
}

printTable(`One durable write (load average ${loadavg()[0]?.toFixed(1)})`, rows);
const [bareRow, audited, wholeRow, bareCpu, auditedCpu] = rows;
const ns = (row: Measured | undefined): number => row?.medianNs ?? Number.NaN;
const disk = ns(audited) - ns(auditedCpu);
console.log(`  breakdown of project.create: ${time(ns(auditedCpu))} our CPU and SQLite in memory, ${time(disk)} WAL and sync
  breakdown of the bare insert: ${time(ns(bareCpu))} in memory, ${time(ns(bareRow) - ns(bareCpu))} WAL and sync
  writing its six rows is ${(ns(wholeRow) / ns(bareRow)).toFixed(2)}× a bare insert of two without any of our code`);
const ratio = ns(bareRow) / ns(audited);
bound('an audited mutation ≥ 0.7× a bare durable insert', ratio >= 0.7, `${ratio.toFixed(2)}×`);
bare.close();
bareInMemory.close();
whole.close();
await inMemory.core.close();
await core.close();

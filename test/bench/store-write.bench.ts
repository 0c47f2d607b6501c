import { loadavg } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import { dataFolder } from './headless-host.ts';
import { alternate, bound, printTable } from './measure.ts';

/** What authorization, audit chain and change feed add to a durable write of the same row. */
const rounds = 300;
using folder = dataFolder();
using bareFolder = dataFolder();
const { core, client, organizationId } = await createOwnedCore({ dataFolder: folder.path });

const bare = new Sqlite(join(bareFolder.path, 'bare.db'));
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
const insertBoth = bare.transaction((round: number) => {
  insertNode.run(`prj_${round}`, 'project', organizationId, organizationId, `project-${round}`);
  insertProject.run(`prj_${round}`, '', Date.now());
});

const rows = await alternate(
  [
    { name: 'bare durable insert', run: (round) => insertBoth.immediate(round) },
    {
      name: 'project.create (checked, audited)',
      run: (round) => client.project.create({ organizationId, name: `project-${round}` }),
    },
  ],
  { rounds, warmUp: 20 },
);
printTable(`One durable write (load average ${loadavg()[0]?.toFixed(1)})`, rows);
const [bareRow, audited] = rows;
const ratio = (bareRow?.medianNs ?? Number.NaN) / (audited?.medianNs ?? Number.NaN);
bound('an audited mutation ≥ 0.7× a bare durable insert', ratio >= 0.7, `${ratio.toFixed(2)}×`);
bare.close();
await core.close();

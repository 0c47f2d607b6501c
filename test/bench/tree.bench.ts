import { loadavg } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import { hugeTree, seedTree } from '#test/support/seed-tree.ts';
import { connectToHost, dataFolder, seedHugeStore, startHeadlessHost } from './headless-host.ts';
import { alternate, bound, printTable } from './measure.ts';

/** The tree of 1 organization, 200 projects, 400 environments and 10,000 services, as a client gets it. */
const boundMs = 60;
const rounds = 40;

using folder = dataFolder();
await seedHugeStore(folder.path);
const host = await startHeadlessHost(folder.path);
const connection = await connectToHost(host);
const [organization] = await connection.client.organization.list();
const overSocket = () => connection.client.tree.get({ organizationId: organization?.id ?? '' });

const { core, client, organizationId } = await createOwnedCore();
seedTree(core, organizationId, hugeTree);
const inProcess = () => client.tree.get({ organizationId });

/** What nobody could do without: the same columns from the same file as one text, for scale. */
const database = new Sqlite(join(folder.path, 'quayside.db'), { readonly: true });
const statement = database.prepare(
  `SELECT node.id, node.kind, node.parent_id AS parentId, node.name, coalesce(service.state, 'none') AS state,
     environment.is_protected AS isProtected
   FROM node LEFT JOIN service ON service.id = node.id LEFT JOIN environment ON environment.id = node.id
   WHERE node.organization_id = ? AND node.kind IN ('organization', 'project', 'environment', 'service')`,
);
const bare = (): string => JSON.stringify(statement.all(organization?.id));

const [socketAnswer, processAnswer] = [await overSocket(), await inProcess()];
const expected = 1 + hugeTree.projects + hugeTree.environments + hugeTree.services;
const counts = [
  socketAnswer.nodes.length,
  processAnswer.nodes.length,
  (JSON.parse(bare()) as unknown[]).length,
];
if (counts.some((count) => count !== expected)) throw new Error(`expected ${expected} nodes, got ${counts}`);

const rows = await alternate(
  [
    { name: 'tree.get, in process', run: inProcess },
    { name: 'tree.get over WebSocket, parsed', run: overSocket },
    { name: 'bare join + JSON.stringify', run: bare },
  ],
  { rounds, warmUp: 5 },
);
printTable(`${expected.toLocaleString('en')} nodes (load average ${loadavg()[0]?.toFixed(1)})`, rows);
for (const row of rows.slice(0, 2)) {
  bound(
    `${row.name} in at most ${boundMs} ms`,
    row.medianNs <= boundMs * 1e6,
    `${(row.medianNs / 1e6).toFixed(1)} ms`,
  );
}
connection.close();
await Promise.all([host.stop(), core.close()]);
database.close();

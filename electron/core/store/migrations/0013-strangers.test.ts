import type Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrateBy, storeBefore } from '#test/support/store-before.ts';
import { hostRights } from './0010-host-rights.ts';
import { runs } from './0011-runs.ts';
import { keyedAudit } from './0012-keyed-audit.ts';
import { strangers } from './0013-strangers.ts';

/** A store of before with two organizations: that of Olive, whose account is the oldest, and that of Eve. */
let store: Sqlite.Database;
beforeEach(() => {
  store = storeBefore(hostRights);
  addOrganization('olive', 1);
  addOrganization('eve', 2);
  for (const step of [hostRights, runs, keyedAudit, strangers]) migrateBy(store, step);
});
afterEach(() => store.close());

it('makes the first account the operator, and nobody else', () => {
  expect(store.prepare('SELECT account_id, name FROM host_right').all()).toEqual([
    { account_id: 'acc_olive', name: 'operate' },
  ]);
});

it("lets the operator's own servers go on by a key of the host, and no stranger's", () => {
  expect(store.prepare('SELECT id, reached_by FROM server ORDER BY id').all()).toEqual([
    { id: 'srv_eve', reached_by: null },
    { id: 'srv_olive', reached_by: 'acc_olive' },
  ]);
});

it("confirms the domains and the address of the operator's own provider, and of no stranger's", () => {
  const columns = 'id, confirmed_domains AS domains, allows_private AS allows';
  expect(store.prepare(`SELECT ${columns} FROM identity_provider ORDER BY id`).all()).toEqual([
    { id: 'idp_eve', domains: '[]', allows: 0 },
    { id: 'idp_olive', domains: '["example.com"]', allows: 1 },
  ]);
});

it("ends the sessions that a provider's second factor may have opened, and no other", () => {
  expect(store.prepare('SELECT id, only_in FROM session').all()).toEqual([
    { id: 'ses_olive', only_in: null },
  ]);
});

/** An organization with its Owner, who has a second factor unless it is Olive, a server, a provider and a session. */
function addOrganization(name: string, at: number): void {
  const [id, account, role] = [`org_${name}`, `acc_${name}`, `rol_${name}`];
  const factor = name === 'olive' ? null : Buffer.from('secret');
  insert('account', { id: account, name, email: `${name}@example.com`, created_at: at, totp_secret: factor });
  addNode(id, 'organization', id);
  insert('organization', { id });
  addNode(role, 'role', id);
  insert('role', { id: role, level: 100, reach: 'organization', permissions: '[]' });
  addNode(`mem_${name}`, 'member', id);
  insert('member', {
    id: `mem_${name}`,
    organization_id: id,
    account_id: account,
    role_id: role,
    is_owner: 1,
  });
  addNode(`srv_${name}`, 'server', id);
  insert('server', { id: `srv_${name}`, host: '10.0.0.1', port: 22, auth_type: 'key-file' });
  addNode(`idp_${name}`, 'identityProvider', id);
  const provider = { id: `idp_${name}`, issuer: 'https://10.0.0.2', email_domains: '["example.com"]' };
  insert('identity_provider', { ...provider, role_id: role, trusts_second_factor: 1 });
  insert('account_identity', {
    id: name,
    provider_id: `idp_${name}`,
    account_id: account,
    subject: name,
  });
  insert('session', { id: `ses_${name}`, account_id: account, token_hash: name });
}

function addNode(id: string, kind: string, organizationId: string): void {
  const parent = id === organizationId ? null : organizationId;
  insert('node', { id, kind, parent_id: parent, organization_id: organizationId, name: id });
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: 0 | 1;
  readonly dflt_value: string | null;
}

const nothing: Readonly<Record<string, unknown>> = { INTEGER: 0, BLOB: Buffer.alloc(0), TEXT: '' };

/** Inserts what is given, and nothing of the right type into every other column that wants a value. */
function insert(table: string, given: Readonly<Record<string, unknown>>): void {
  const columns = store.pragma(`table_info(${table})`) as Column[];
  const wanting = columns.filter((column) => column.notnull === 1 && column.dflt_value === null);
  const row = { ...Object.fromEntries(wanting.map(({ name, type }) => [name, nothing[type]])), ...given };
  const names = Object.keys(row);
  const places = names.map((name) => `@${name}`).join(', ');
  store.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places})`).run(row);
}

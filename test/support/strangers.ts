import type { Core } from '#core/create-core.ts';
import { sql } from '#core/store/database.ts';
import type { Organization } from '#shared/contract/organization.ts';
import { clientOf, type TestClient } from './create-test-core.ts';

/** Somebody who shares a host with others and nothing else: an account with an organization of its own. */
export interface Stranger {
  readonly accountId: string;
  readonly client: TestClient;
  readonly organizationId: string;
}

/** Adds an account without any membership straight in the store. */
export function addLoner(core: Core, accountId = 'acc_rival'): { accountId: string; client: TestClient } {
  core.services.store.write((tx) => {
    const row = { id: accountId, name: 'Rival', email: `${accountId}@rival.example`, created_at: tx.now + 9 };
    tx.database.run(sql.insertInto('account').values(row));
  });
  return { accountId, client: clientOf(core, accountId) };
}

/** The first account of a test's store sets it up, and so operates its host. */
export function operatorOf(core: Core): TestClient {
  const { database } = core.services.store;
  const operators = sql.selectFrom('host_right').select('account_id').where('name', '=', 'operate');
  return clientOf(core, database.first(operators)?.account_id);
}

/** Has an account found an organization of its own, by the operator's leave. */
export async function foundBy(core: Core, accountId: string, name = 'Rivals'): Promise<Organization> {
  await operatorOf(core).host.setRights({ account: accountId, rights: ['found-organizations'] });
  return clientOf(core, accountId).organization.create({ name });
}

/** The Owner of another organization of the same host. */
export async function addStranger(core: Core, accountId?: string): Promise<Stranger> {
  const loner = addLoner(core, accountId);
  const { id: organizationId } = await foundBy(core, loner.accountId);
  return { ...loner, organizationId };
}

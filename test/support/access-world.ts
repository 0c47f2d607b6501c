import { onTestFinished } from 'vitest';
import { insertGrant } from '#core/access/index.ts';
import type { Core } from '#core/create-core.ts';
import { sql } from '#core/store/database.ts';
import { addAccount } from './add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from './create-test-core.ts';

interface GivenGrant {
  readonly nodeId: string;
  readonly memberId?: string;
  readonly teamId?: string;
  readonly roleId?: string;
  readonly endsAt?: number;
}

interface AccessWorld {
  readonly core: Core;
  readonly organizationId: string;
  readonly owner: TestClient;
  /** Mia’s. */
  readonly member: TestClient;
  readonly memberId: string;
  readonly accountId: string;
  readonly shop: { readonly id: string };
  readonly bank: { readonly id: string };
  /** The production of the shop. */
  readonly environmentId: string;
  readonly clock: { now: number };
  /** Gives Mia a grant, or whoever is named; answers its id. */
  grant(row: GivenGrant): string;
  roleId(name: string): string;
}

/** An organization with two projects, a Member called Mia, and a clock that the test sets. */
export const accessWorld = async (): Promise<AccessWorld> => {
  const clock = { now: Date.now() };
  const made = await createOwnedCore({ now: () => clock.now });
  onTestFinished(() => made.core.close());
  const { client: owner, organizationId } = made;
  const shop = await owner.project.create({ organizationId, name: 'Shop' });
  const bank = await owner.project.create({ organizationId, name: 'Bank' });
  const [production] = await owner.environment.list({ projectId: shop.id });
  const accountId = addAccount(made.core, { organizationId, role: 'Member', name: 'Mia' });
  const { store } = made.core.services;
  const memberId = store.access.effective(accountId, organizationId)?.memberId ?? '';
  const grant = (row: GivenGrant): string =>
    store.write((tx) =>
      insertGrant(tx, {
        organizationId,
        createdBy: null,
        memberId: row.teamId ? null : (row.memberId ?? memberId),
        teamId: row.teamId ?? null,
        nodeId: row.nodeId,
        tagIds: null,
        roleId: row.roleId ?? null,
        endsAt: row.endsAt ?? null,
      }),
    );
  const roleId = (name: string): string =>
    store.database.first(
      sql.selectFrom('node').select('id').where('parent_id', '=', organizationId).where('name', '=', name),
    )?.id ?? '';
  const member = clientOf(made.core, accountId);
  const environmentId = production?.id ?? '';
  const { core } = made;
  return {
    core,
    organizationId,
    clock,
    owner,
    member,
    shop,
    bank,
    environmentId,
    memberId,
    accountId,
    grant,
    roleId,
  };
};

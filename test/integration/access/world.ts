import { insertGrant } from '#core/access/index.ts';
import { type Core, createCore } from '#core/create-core.ts';

import type { BuiltInRole } from '#shared/model/roles.ts';
import { builtInRoles } from '#shared/model/roles.ts';
import { addAccount } from '#test/support/add-account.ts';
import { createOwnedCore, fakeHost } from '#test/support/create-test-core.ts';
import { type Ids, populate } from '#test/support/populate.ts';
import { addStranger } from '#test/support/strangers.ts';
import { keepSnapshot } from './snapshot.ts';

/** Two organizations with one of everything, and one person for each built-in role in the first. */
export interface World {
  readonly core: Core;
  readonly inScope: Ids;
  readonly sibling: Ids;
  readonly foreign: Ids;
  readonly accounts: Readonly<Record<BuiltInRole, string>>;
}

export const roles = Object.keys(builtInRoles) as BuiltInRole[];

const ownerOf = (core: Core): string =>
  core.openSession({ transport: 'in-process' }).context.whoAsks().accountId;

const accountOf = (core: Core, organizationId: string, role: Exclude<BuiltInRole, 'owner'>): string =>
  addAccount(core, { organizationId, role: builtInRoles[role].name, name: builtInRoles[role].name });

const addRival = async (core: Core): Promise<Ids> => {
  const { organizationId } = await addStranger(core);
  return populate(core, organizationId).inScope;
};

const makeWorld = async (): Promise<World> => {
  const { core, organizationId } = await createOwnedCore();
  const { inScope, sibling } = populate(core, organizationId);
  const accounts = {
    owner: ownerOf(core),
    admin: accountOf(core, organizationId, 'admin'),
    manager: accountOf(core, organizationId, 'manager'),
    developer: accountOf(core, organizationId, 'developer'),
    member: accountOf(core, organizationId, 'member'),
    viewer: accountOf(core, organizationId, 'viewer'),
  };
  const { store } = core.services;
  store.write((tx) =>
    insertGrant(tx, {
      organizationId,
      createdBy: accounts.owner,
      memberId: store.access.effective(accounts.member, organizationId)?.memberId ?? '',
      teamId: null,
      nodeId: inScope.environmentId ?? '',
      tagIds: null,
      roleId: null,
      endsAt: null,
    }),
  );
  return { core, inScope, sibling, foreign: await addRival(core), accounts };
};

/** Makes a world once, and answers how to get fresh ones that are the same to the byte; close the core of each. */
export const worldMaker = async (): Promise<() => Promise<World>> => {
  const { core, ...rest } = await makeWorld();
  keepSnapshot(core);
  await core.close();
  return async () => ({ ...rest, core: await createCore(fakeHost()) });
};

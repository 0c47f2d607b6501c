import { createCore } from '#core/create-core.ts';
import { fakeHost } from '#test/support/create-test-core.ts';
import { hugeTree, seedTree } from '#test/support/seed-tree.ts';
import { createKeyFileVault } from '../../electron/headless/key-file-vault.ts';

/**
 * `node test/support/seed-store.ts DIR`: makes a store with an owner and the huge tree in a data folder that a
 * headless host then opens. The account is the one that `--owner "Owner <owner@example.com>"` makes.
 */
const [folder = ''] = process.argv.slice(2);
const core = await createCore(fakeHost({ dataFolder: folder, vault: createKeyFileVault(folder) }));
core.ensureOwner({ name: 'Owner', email: 'owner@example.com', organizationName: 'Acme' });
const organizationId = core.services.store.access.organizationsOf(
  core.openSession({ transport: 'in-process' }).context.whoAsks().accountId,
)[0];
seedTree(core, organizationId ?? '', hugeTree);
await core.close();

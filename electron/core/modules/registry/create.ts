import type { Registry } from '#shared/contract/registry.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { passwordPlace, registryOf, requireFreeAddress } from './queries.ts';

interface NewRegistry {
  readonly organizationId: string;
  readonly name: string;
  readonly address: string;
  readonly username: string;
  readonly password: string;
}

/** Adds a registry, its password sealed. Nothing is asked of it before a test or a pull. */
export function createRegistry(context: OperationContext, input: NewRegistry): Registry {
  const { store } = context;
  const { organizationId, name, address, username, password } = input;
  const id = context.write((tx) => {
    requireFreeAddress(store, organizationId, { address });
    const made = tx.createNode({ kind: 'registry', parentId: organizationId, name });
    tx.database.run(
      sql.insertInto('registry').values({
        id: made,
        organization_id: organizationId,
        address,
        username,
        password: tx.sealer.seal(password, passwordPlace(made)),
        password_set_at: tx.now,
        created_at: tx.now,
      }),
    );
    const changes = Object.entries({ address, username }).map(([field, after]) => ({ field, after }));
    tx.audit({ nodeId: made, fact: { type: 'created' }, changes });
    return made;
  });
  return registryOf(store, id);
}

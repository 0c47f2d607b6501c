import type { Registry } from '#shared/contract/registry.ts';
import { AppError } from '#shared/model/errors.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { requireCurrent } from '../node/index.ts';
import { passwordPlace, type RegistryRow, registryOf, registryRow, requireFreeAddress } from './queries.ts';

interface RegistryEdit {
  readonly registryId: string;
  readonly name?: string | undefined;
  readonly address?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly version?: number | undefined;
}

/**
 * Changes a registry; deployments that begin afterwards sign in by it as it is then. A password that is not given stays,
 * but never goes to another address than the one that it was given for.
 */
export function updateRegistry(context: OperationContext, edit: RegistryEdit): Registry {
  const { store } = context;
  const { registryId: id, name, address, username } = edit;
  context.write((tx) => {
    const before = registryRow(store, id);
    requireCurrent(before, edit.version);
    requirePasswordFor(before, edit);
    if (address !== undefined) requireFreeAddress(store, before.organization_id, { address, exceptId: id });
    tx.change('registry', id, { name, address, username }, passwordOf(tx, before, edit));
  });
  return registryOf(store, id);
}

/** Whoever may edit could else have the password sent to a machine of their own, and read it there. */
function requirePasswordFor(before: RegistryRow, { address, password }: RegistryEdit): void {
  if (address === undefined || address === before.address || password !== undefined) return;
  const message = `is needed anew for ${address}: the one that is kept goes to ${before.address} alone`;
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'password', message }] });
}

function passwordOf(tx: AuditedTransaction, { id, version }: RegistryRow, { password }: RegistryEdit) {
  if (password === undefined) return {};
  const sealed = tx.sealer.seal(password, passwordPlace(id));
  return {
    columns: { password: sealed, password_set_at: tx.now, version: version + 1 },
    changes: [{ field: 'password', after: 'changed' }],
  };
}

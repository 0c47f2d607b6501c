import { AppError } from '#shared/model/errors.ts';
import { type Scope, scopeKey } from '#shared/model/variables/scope.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { entriesOf, sealedPlace } from './entries.ts';

/**
 * Shows one value; the audit trail names the variable each time, never the value. CONFLICT on its name where what is
 * stored is damaged.
 */
export function revealVariable(
  context: OperationContext,
  nodeId: string,
  { name, scope = {} }: { readonly name: string; readonly scope?: Scope | undefined },
): { value: string } {
  const { store } = context;
  const key = scopeKey(scope);
  const found = entriesOf(store, nodeId).entries.find((each) => each.name === name && each.scope === key);
  if (!found) throw new AppError('NOT_FOUND', { kind: 'variable', id: name });
  const value =
    found.value ?? store.sealer.open(found.sealed ?? new Uint8Array(), sealedPlace(nodeId, found));
  context.write((tx) => tx.audit({ fact: { type: 'variableRevealed', variable: name } }));
  return { value };
}

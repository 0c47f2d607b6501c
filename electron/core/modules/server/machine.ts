import type { ServerAuth } from '#shared/contract/server.ts';
import { heldHostRights, hostRightsOf, requireHostRight } from '../../access/index.ts';
import type { Host } from '../../host.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { Store } from '../../store/store.ts';

/** Whether a way to sign in reads a key of the machine that the host runs on. */
export function usesMachineKeys(type: ServerAuth['type']): boolean {
  return type === 'key-file' || type === 'agent';
}

/**
 * Whether an account may use keys and network of this machine (R20). A stored server is reached by the right of the
 * account that last set its way, asked anew at each connection: it ends with the right.
 */
export function mayUseMachine(parts: { store: Store; host: Host }, accountId: string | null): boolean {
  return hostRightsOf(parts, accountId ?? '').has('use-keys');
}

type MachineContext = OperationContext & { readonly host: Host };

export function callerMayUseMachine({ host, store, caller }: MachineContext): boolean {
  return heldHostRights({ host, store }, caller).has('use-keys');
}

/** Refuses keys of the machine to whom its operator did not give them, before any file is looked at. */
export function requireKeysOf({ host, store, caller }: MachineContext, type: ServerAuth['type']): void {
  if (usesMachineKeys(type)) requireHostRight({ host, store }, caller, 'use-keys');
}

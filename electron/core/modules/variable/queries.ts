import type { VariableList } from '#shared/contract/variable.ts';
import type { Store } from '../../store/store.ts';
import { asListed, entriesOf } from './entries.ts';
import { savedEntries } from './saves.ts';

/** The variables of a node as listed, now or as an earlier save made them: secrets without their values. */
export function listVariables(store: Store, nodeId: string, version?: number): VariableList {
  const now = entriesOf(store, nodeId);
  if (version === undefined || version === now.version) return asListed(now);
  return asListed(savedEntries(store, nodeId, version));
}

import type { Transaction } from '../store/store.ts';

/** Says of each member that what they may is another, so that their windows read everything again. */
export const announceAccess = (tx: Transaction, memberIds: Iterable<string>): void => {
  for (const nodeId of new Set(memberIds)) tx.announce({ kind: 'access', nodeId, verb: 'updated' });
};

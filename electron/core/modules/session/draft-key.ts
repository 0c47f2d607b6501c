import type { SessionContext } from './context.ts';

/** What seals the unsaved text of one account in a browser: derived, so that nothing has to be stored. */
export function draftKeyOf({ store, caller }: Pick<SessionContext, 'store' | 'caller'>): string {
  return Buffer.from(store.sealer.derive(`draft ${caller.accountId}`)).toString('base64');
}

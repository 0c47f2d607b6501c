import { useEffect } from 'react';
import { openDrafts } from '../../state/draft.ts';
import { rpc } from '../host/rpc.ts';

/** Opens what a person left unsaved in this browser, once they are signed in. */
export function useOwnDrafts(accountId: string): void {
  useEffect(() => {
    const open = async () => {
      const { key } = await rpc.session.draftKey();
      await openDrafts(accountId, key);
    };
    open().catch((error) => console.error('drafts are kept in memory only', error));
  }, [accountId]);
}

import type { Caller } from '../../rpc/caller.ts';

/** Whoever holds the machine and the store's key, as the trail says it: nobody's account, and no session. */
export const byTheOperator: Caller = {
  accountId: '',
  subject: '',
  via: null,
  name: 'operator of this machine',
  transport: 'in-process',
  connectionId: '',
};

import type { Caller } from '../rpc/index.ts';
import type { Store } from '../store/store.ts';

/** For whom names are looked up: what they may not know of is not found. */
export interface Reader {
  readonly store: Store;
  readonly caller: Pick<Caller, 'subject' | 'onlyIn'>;
}

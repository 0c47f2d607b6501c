import type { Store } from '../../store/store.ts';

/** Who acts, by the subject that access is decided by: an API key grants no more than it may itself. */
export interface Actor {
  readonly subject: string;
}

/** Somebody who gives or takes access, in the store where they do it; the context of a request is one. */
export interface Giver {
  readonly store: Store;
  readonly caller: Actor;
}

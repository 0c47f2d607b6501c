import type { Restriction } from '#shared/contract/resource.ts';

/** By which way a request came. */
export type Transport = 'port' | 'websocket' | 'http' | 'in-process';

/** Who asks. Before the first run the account id is empty, and every decision about it is no. */
export interface Caller {
  readonly accountId: string;
  /** What access is decided by: the account, or the API key that it came with. */
  readonly subject: string;
  /** The API key or the session that vouches for the account; null for the operator of this machine. */
  readonly via: { readonly type: 'key' | 'session'; readonly id: string; readonly label: string } | null;
  readonly name: string;
  readonly transport: Transport;
  /** The one organization that its session opens, where it is for one alone. */
  readonly onlyIn?: string | undefined;
  /** Why a session that is known answers to almost nothing now. */
  readonly restriction?: Restriction | undefined;
  /** Tells the connections of one account apart: terminals and stream credit belong to one. */
  readonly connectionId: string;
}

/** Who somebody is, without what belongs to the connection. */
export type Who = Pick<Caller, 'accountId' | 'subject' | 'via' | 'name' | 'restriction' | 'onlyIn'>;

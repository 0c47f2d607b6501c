import type { FoundingPolicy, HostRight } from '#shared/model/host-rights.ts';
import type { Millis } from './columns.ts';

/** What belongs to the operator of the host, and to no organization. */
export interface HostTables {
  host_right: {
    account_id: string;
    name: HostRight;
    /** The account that gave it; null for what came with the first run or from the console. */
    given_by: string | null;
    given_at: Millis;
  };
  /** One row, or none for the defaults. */
  host_policy: { id: 1; founding: FoundingPolicy };
}

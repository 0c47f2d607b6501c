import type { NodeKind } from '#shared/model/nodes.ts';
import type { AccessTables } from './tables/access.ts';
import type { AccountTables } from './tables/account.ts';
import type { AuditTables } from './tables/audit.ts';
import type { HostTables } from './tables/host.ts';
import type { KeyTables } from './tables/key.ts';
import type { ResourceTables } from './tables/resource.ts';

/** The tables, as of the newest migration; columns keep SQL's snake case. */
export interface Tables
  extends AccountTables,
    AccessTables,
    KeyTables,
    ResourceTables,
    AuditTables,
    HostTables {
  meta: { key: string; value: string | Uint8Array };
  node: {
    id: string;
    kind: NodeKind;
    parent_id: string | null;
    organization_id: string;
    name: string | null;
  };
}

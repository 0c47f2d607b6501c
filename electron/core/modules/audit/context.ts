import type { Host } from '../../host.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { AuditSearch } from './search/audit-search.ts';

/** What reading and archiving the trail works with, besides the request. */
export interface AuditParts {
  readonly host: Host;
  readonly auditSearch: AuditSearch;
}

export type AuditContext = OperationContext & AuditParts;

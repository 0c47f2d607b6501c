import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import { archiveEvents } from './archive.ts';
import { archivesOf } from './archives.ts';
import type { AuditParts } from './context.ts';
import { exportEvents } from './export.ts';
import { facetsOf, pageOfEvents } from './list.ts';
import { verifyChain } from './verify.ts';

export function createAuditRouter({
  rpc: plain,
  host,
  auditSearch,
}: AuditParts & { readonly rpc: Rpc }): RouterOf<Contract['audit']> {
  const rpc = withParts(plain, { host, auditSearch });
  return {
    list: rpc.audit.list.handler(({ input, context }) => pageOfEvents(context, input)),
    facets: rpc.audit.facets.handler(({ input, context }) => facetsOf(context, input)),
    verify: rpc.audit.verify.handler(({ input, context }) =>
      verifyChain(context.store, input.organizationId),
    ),
    export: rpc.audit.export.handler(({ input, context }) => exportEvents(context, input)),
    archives: rpc.audit.archives.handler(({ input, context }) => archivesOf(context, input)),
    archive: rpc.audit.archive.handler(({ input, context }) => archiveEvents(context, input)),
  };
}

import type { Composition } from '#shared/contract/composition.ts';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { type ComposeContext, compositionOf, withAcceptances } from './composition.ts';
import { serviceOf } from './queries.ts';

interface Acceptance {
  readonly serviceId: string;
  readonly serverId: string;
  /** Its id, as a composition tells it. */
  readonly finding: string;
  readonly reason: string;
}

/**
 * Accepts one thing that asks for root on the server of a compose service, for that service there and with a reason; the
 * same thing stays accepted wherever it stands in its files, until something else runs with it, such as another image. CONFLICT where the service is of another server, or its saved
 * files ask for no such thing.
 */
export async function acceptFinding(context: ComposeContext, input: Acceptance): Promise<Composition> {
  const { serviceId, serverId, finding: findingId, reason } = input;
  const composition = await compositionOf(context, { serviceId });
  const { findings } = composition;
  context.judgeAgain();
  context.write((tx) => {
    requireServer(context, input);
    const finding = findings.find(({ id }) => id === findingId);
    if (!finding) throw new AppError('CONFLICT', { field: 'finding', reason: notAsked });
    const { caller } = context;
    const accepted = {
      reason,
      accepted_by: caller.accountId,
      accepted_by_name: caller.name,
      accepted_at: tx.now,
    };
    tx.database.run(
      sql
        .insertInto('accepted_finding')
        .values({ service_id: serviceId, server_id: serverId, finding_id: findingId, ...accepted })
        .onConflict((conflict) => conflict.doUpdateSet(accepted)),
    );
    tx.audit({
      nodeId: serviceId,
      fact: { type: 'findingAccepted', rule: finding.rule, path: finding.path, reason },
    });
    tx.announce({ kind: 'service', nodeId: serviceId, verb: 'updated' });
  });
  return withAcceptances(context, serviceId, composition);
}

/** Takes such an acceptance back; what runs stays, and is refused at the next deployment. Nothing where there is none. */
export async function rejectFinding(
  context: ComposeContext,
  { serviceId, finding: findingId }: Omit<Acceptance, 'reason' | 'serverId'>,
): Promise<Composition> {
  const composition = await compositionOf(context, { serviceId });
  context.judgeAgain();
  context.write((tx) => {
    const count = tx.database.run(
      sql
        .deleteFrom('accepted_finding')
        .where('service_id', '=', serviceId)
        .where('finding_id', '=', findingId),
    );
    if (count === 0) return;
    tx.audit({ nodeId: serviceId, fact: { type: 'findingRejected' } });
    tx.announce({ kind: 'service', nodeId: serviceId, verb: 'updated' });
  });
  return withAcceptances(context, serviceId, composition);
}

const notAsked = 'its saved files ask for no such thing; look at them again';

function requireServer({ store }: OperationContext, { serviceId, serverId }: Acceptance): void {
  if (serviceOf(store, serviceId).serverId === serverId) return;
  throw new AppError('CONFLICT', { field: 'serverId', reason: 'the service is not for this server' });
}

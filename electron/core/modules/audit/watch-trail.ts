import type { Host } from '../../host.ts';
import type { Store } from '../../store/store.ts';
import { type Break, checkHeads, tellBreak } from './check-heads.ts';
import { HeadsFile, type OutsideHeads, readOutsideHeads } from './heads-file.ts';
import { chainsOf, verifyChain } from './verify.ts';

/** When the whole of each chain is verified after a start: long enough that nobody waits for it. */
const wholeAfterMs = 60_000;

/**
 * Checks at the start where the chains of the trail end, later in the background all of them, and keeps their ends
 * outside of the store. What is broken is in the log, in the chain itself, and told to those who run the organization.
 */
export function watchTrail(store: Store, { dataFolder, log }: Host): { close(): Promise<void> } {
  const tell = ({ organizationId, position, reason }: Break): void =>
    log.error('the audit trail is broken', { chain: organizationId ?? 'store', position, reason });
  for (const found of checkHeads(store, outsideHeads(store, { dataFolder, log }))) tell(found);
  const failed = (error: unknown): void =>
    log.error('the ends of the audit trail could not be kept outside of it', { error: String(error) });
  const heads = new HeadsFile(store, { dataFolder, failed });
  const stop = new AbortController();
  const timer = setTimeout(() => {
    verifyWhole(store, stop.signal, tell).catch((error: unknown) =>
      log.error('the audit trail could not be verified', { error: String(error) }),
    );
  }, wholeAfterMs).unref();
  return {
    close: async () => {
      clearTimeout(timer);
      stop.abort();
      await heads.close();
    },
  };
}

/** What is known from outside; a file that somebody else wrote says nothing, which is worth a line of the log. */
function outsideHeads(store: Store, { dataFolder, log }: Pick<Host, 'dataFolder' | 'log'>): OutsideHeads {
  const known = dataFolder === null ? 'none' : readOutsideHeads(store, dataFolder);
  if (known === 'damaged')
    log.error('the file with the ends of the audit trail was not written by this host');
  return typeof known === 'string' ? new Map() : known;
}

async function verifyWhole(store: Store, signal: AbortSignal, tell: (found: Break) => void): Promise<void> {
  for (const organizationId of chainsOf(store.database)) {
    if (signal.aborted) return;
    const { firstBroken: position, reason } = await verifyChain(store, organizationId, signal);
    if (signal.aborted || position === null || reason === null) continue;
    const found = { organizationId, position, reason };
    if (isTold(store, found)) continue;
    tellBreak(store, found);
    tell(found);
  }
}

/** Whether the chain says it already, from an earlier start. */
function isTold({ database }: Store, { organizationId, position, reason }: Break): boolean {
  const told = JSON.stringify([{ type: 'chainBroken', position, reason }]);
  const rows = database.connection.prepare(
    "SELECT 1 FROM audit_event WHERE organization_id IS ? AND operation = 'audit.check' AND facts = ?",
  );
  return rows.get(organizationId, told) !== undefined;
}

import { type AuditedTransaction, changeRow } from '../../rpc/index.ts';
import type { BundleModuleContext } from './context.ts';

/**
 * A context by which the use cases of other kinds write in this transaction, and not in one of their own each. What they
 * would tell the audit trail is told by the import as one event.
 */
export function joined(
  context: BundleModuleContext,
  tx: AuditedTransaction,
): { context: BundleModuleContext; tx: AuditedTransaction } {
  const quiet: AuditedTransaction = {
    ...tx,
    audit: () => undefined,
    change: (kind, id, fields, besides) => changeRow(quiet, { kind, id }, fields, besides),
  };
  return { context: { ...context, write: (change) => change(quiet) }, tx: quiet };
}

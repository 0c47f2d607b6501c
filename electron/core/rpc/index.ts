export {
  type AuditChange,
  type AuditedTransaction,
  type AuditRow,
  appendAudit,
  appendBreak,
  byTheHost,
  kindOfId,
  localRecovery,
  placeInStore,
} from './audit.ts';
export {
  type ArchiveMark,
  auditHash,
  genesis,
  headMac,
  isSame,
  markMac,
  rowMac,
  type Trail,
} from './audit-chain.ts';
export { named } from './audit-place.ts';
export { mayName } from './authorize.ts';
export type { Caller } from './caller.ts';
export { changeRow } from './change-row.ts';
export type { OperationContext, RequestContext } from './context.ts';
export { createRpc, type RouterOf, type Rpc, withParts } from './implementer.ts';
export { inNameOf } from './in-name-of.ts';
export { mapError } from './map-errors.ts';
export { isOpenTo } from './only-in.ts';

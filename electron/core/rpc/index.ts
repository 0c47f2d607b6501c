export {
  type AuditChange,
  type AuditedTransaction,
  type AuditRow,
  appendAudit,
  auditHash,
  genesis,
  placeInStore,
} from './audit.ts';
export type { OperationContext, RequestContext } from './context.ts';
export { type RouterOf, rpc } from './implementer.ts';
export { mapError } from './map-errors.ts';

export { type AuditChange, type AuditedTransaction, verifyAudit } from './audit.ts';
export type { OperationContext, RequestContext } from './context.ts';
export { type RouterOf, rpc } from './implementer.ts';
export { mapError } from './map-errors.ts';

export { type AuditChange, type AuditedTransaction, appendAudit, verifyAudit } from './audit.ts';
export type { Caller, OperationContext, RequestContext, Transport } from './context.ts';
export { type RouterOf, rpc } from './implementer.ts';
export { invalidInput, mapError } from './map-errors.ts';
export { StreamCredit } from './stream-credit.ts';

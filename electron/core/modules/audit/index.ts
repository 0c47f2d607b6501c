export { auditRouter } from './router.ts';
export { AuditSearch } from './search/audit-search.ts';
export { verifyAllChains, verifyChain } from './verify.ts';

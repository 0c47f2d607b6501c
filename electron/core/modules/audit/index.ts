export { createAuditRouter } from './router.ts';
export { sealOldChains } from './seal-chains.ts';
export { AuditSearch } from './search/audit-search.ts';
export { verifyAllChains, verifyChain } from './verify.ts';
export { viewOf } from './view.ts';
export { watchTrail } from './watch-trail.ts';

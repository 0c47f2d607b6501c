export { AccessIndex, type IndexedNode } from './access-index.ts';
export { bitOf, hasBit } from './bits.ts';
export { loadAccess } from './load-access.ts';

export { keyPairsOf } from './own-keys.ts';
export { createIdentityRouter } from './router.ts';
export { knownIssuersOf } from './trusted-issuers.ts';

export { fingerprintOf, type KeyPairs, makeKeyPairs } from './keys.ts';
export { bundleLimits } from './limits.ts';
export { type Expected, type KnownIssuer, openBundle } from './open.ts';
export { type Sealed, sealBundle } from './seal.ts';

export { fingerprintOf, type KeyPairs, makeKeyPairs } from './keys.ts';
export { bundleLimits } from './limits.ts';
export { type Expected, judge, type KnownIssuer, type Line, type Opened, openBundle } from './open.ts';
export { type Refused, refuse } from './refusals.ts';
export { type Sealed, sealBundle } from './seal.ts';

export type { Setups } from './setups.ts';

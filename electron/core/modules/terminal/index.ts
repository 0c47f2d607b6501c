export type { Terminals } from './terminals.ts';

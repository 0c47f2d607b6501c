export { terminalRouter } from './router.ts';
export { createTerminals, type Terminals } from './terminals.ts';

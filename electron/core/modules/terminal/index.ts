export { createTerminalRouter } from './router.ts';
export { createTerminals } from './terminals.ts';
